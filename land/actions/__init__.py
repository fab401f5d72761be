"""Every write to the register: one function per verb, the actor first."""

from land.actions.drafts import FlagDraft, ParcelDraft, PlotDraft, PlotRevision
from land.actions.flags import close_flag, raise_flag
from land.actions.lineage import merge_plots, remove_plot, split_plot
from land.actions.plots import create_plots, publish_plot, revise_plot, revise_plots

__all__ = [
    "FlagDraft",
    "ParcelDraft",
    "PlotDraft",
    "PlotRevision",
    "close_flag",
    "create_plots",
    "merge_plots",
    "publish_plot",
    "raise_flag",
    "remove_plot",
    "revise_plot",
    "revise_plots",
    "split_plot",
]
