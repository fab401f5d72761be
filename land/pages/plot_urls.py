"""Addresses of the papers of a plot, under the plot's own."""

from django.urls import path, register_converter

from land.pages import plot_files, plot_papers


class PlotCode:
    """A plot's code as it stands in an address."""

    regex = r"[A-Za-z]{2,8}-[0-9]{1,12}"
    to_python = to_url = staticmethod(str)


class FileSection:
    """Documents or photos."""

    regex = "documents|photos"
    to_python = to_url = staticmethod(str)


class PaperSection:
    """Decisions or handover minutes."""

    regex = "handling|handovers"
    to_python = to_url = staticmethod(str)


class PhotoSize:
    """The pictures of a photo."""

    regex = "view|thumb|original"
    to_python = to_url = staticmethod(str)


register_converter(PlotCode, "plot_code")
register_converter(FileSection, "file_section")
register_converter(PaperSection, "paper_section")
register_converter(PhotoSize, "photo_size")

urlpatterns = [
    path("<plot_code:code>/documents/new/", plot_papers.add_document, name="document-add"),
    path("<plot_code:code>/documents/<uuid:pk>/", plot_files.document, name="document"),
    path("<plot_code:code>/photos/new/", plot_papers.add_photo, name="photo-add"),
    path("<plot_code:code>/photos/<uuid:pk>/<photo_size:size>/", plot_files.photo, name="photo"),
    path("<plot_code:code>/<file_section:section>/<uuid:pk>/level/", plot_papers.publish, name="file-level"),
    path("<plot_code:code>/<file_section:section>/<uuid:pk>/withdraw/", plot_papers.withdraw, name="file-withdraw"),
    path("<plot_code:code>/handling/new/", plot_papers.decide, name="handling-add"),
    path("<plot_code:code>/handovers/new/", plot_papers.hand_over, name="handover-add"),
    path("<plot_code:code>/<paper_section:section>/<uuid:pk>/withdraw/", plot_papers.take_back, name="paper-withdraw"),
]
