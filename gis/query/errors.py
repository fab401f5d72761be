"""What is wrong with a question, and how to mend it."""

from gis.http.problems import DomainError


class QueryError(DomainError):
    """A parameter or filter that cannot be answered; says which, where and what would be right."""

    code = "query_invalid"

    def __init__(
        self, detail: str, *, parameter: str = "", name: str = "", position: int | None = None, mend: str = ""
    ) -> None:
        """Keep the place.

        Args:
            detail: a sentence for people.
            parameter: query parameter at fault.
            name: property or operator at fault.
            position: character of the parameter's text, counted from 1.
            mend: what would be right.
        """
        place = {"parameter": parameter, "name": name, "position": position, "mend": mend}
        found = {key: value for key, value in place.items() if value}
        super().__init__(detail, [{"detail": detail, **found}] if found else ())
        self.place = place
        self.plain = detail

    def within(self, parameter: str, text: str = "") -> "QueryError":
        """The same error with the parameter, and the position of the named property in its text."""
        name = str(self.place["name"] or "")
        position = self.place["position"]
        if position is None and name and name in text:
            position = text.index(name) + 1
        return QueryError(
            self.plain,
            parameter=str(self.place["parameter"] or parameter),
            name=name,
            position=int(position) if position else None,
            mend=str(self.place["mend"] or ""),
        )
