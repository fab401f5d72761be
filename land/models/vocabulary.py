"""The words of published plots, to mend slips of the finger by."""

from django.db import models


class SearchWord(models.Model):
    """A word that people may have meant, and in how many published plots it stands. Folded, letters only."""

    word = models.CharField(max_length=60, primary_key=True)
    n = models.PositiveIntegerField()

    class Meta:
        verbose_name = "từ để tìm"
        verbose_name_plural = "từ để tìm"

    def __str__(self) -> str:
        return self.word
