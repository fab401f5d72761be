"""The words of plots, to mend slips of the finger by."""

from django.db import models


class SearchWord(models.Model):
    """A word that people may have meant, and in how many plots of each publication level it stands.

    Folded, letters only. Counted apart, since a word of an internal plot must tell nobody else of it.
    """

    word = models.CharField(max_length=60, primary_key=True)
    public = models.PositiveIntegerField()
    internal = models.PositiveIntegerField(default=0)
    restricted = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "từ để tìm"
        verbose_name_plural = "từ để tìm"

    def __str__(self) -> str:
        return self.word
