"""The catalogue of scenes as a STAC API: items of the layer `scenes` in the words of that standard."""
