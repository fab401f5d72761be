"""Every write to the register: one function per verb, the actor first."""

from land.actions.documents import DocumentDraft, PhotoDraft, attach_document, attach_photo, publish_file, withdraw_file
from land.actions.drafts import FlagDraft, ParcelDraft, PlotDraft, PlotRevision
from land.actions.entering import PIECE, create_by_piece, create_plots
from land.actions.flags import close_flag, raise_flag, withdraw_flag
from land.actions.handling import Paper, decide_handling, record_handover
from land.actions.lease_amend import amend_lease, draw_part
from land.actions.lease_terms import Instalment, LeaseDraft
from land.actions.leases import advance_leases, draft_lease, end_lease, renew_lease, sign_lease
from land.actions.lineage import merge_plots, remove_plot, restore_plot, split_plot
from land.actions.locating import Located, locate_plots
from land.actions.overlaps import accept_overlap
from land.actions.overlay import refresh_planned_uses
from land.actions.papers import withdraw_paper
from land.actions.parcels import set_parcels
from land.actions.plots import publish_plot, revise_plot, revise_plots
from land.actions.prices import PlaceDraft, place_in_price_table
from land.actions.reference import announce_turning, foresee_reference, load_reference, withdraw_reference
from land.actions.reference_drafts import ParcelRow, PriceRow, RoadRow, SetDraft, ZoneRow
from land.actions.rent import correct_payment, read_lessee, record_payment
from land.actions.renumbering import NewNumbers, NumberRow, RenumberingResult, renumber_parcels
from land.actions.review import keep_for_review, resolve_review

__all__ = [
    "PIECE",
    "DocumentDraft",
    "FlagDraft",
    "Instalment",
    "LeaseDraft",
    "Located",
    "NewNumbers",
    "NumberRow",
    "Paper",
    "ParcelDraft",
    "ParcelRow",
    "PhotoDraft",
    "PlaceDraft",
    "PlotDraft",
    "PlotRevision",
    "PriceRow",
    "RenumberingResult",
    "RoadRow",
    "SetDraft",
    "ZoneRow",
    "accept_overlap",
    "advance_leases",
    "amend_lease",
    "announce_turning",
    "attach_document",
    "attach_photo",
    "close_flag",
    "correct_payment",
    "create_by_piece",
    "create_plots",
    "decide_handling",
    "draft_lease",
    "draw_part",
    "end_lease",
    "foresee_reference",
    "keep_for_review",
    "load_reference",
    "locate_plots",
    "merge_plots",
    "place_in_price_table",
    "publish_file",
    "publish_plot",
    "raise_flag",
    "read_lessee",
    "record_handover",
    "record_payment",
    "refresh_planned_uses",
    "remove_plot",
    "renew_lease",
    "renumber_parcels",
    "resolve_review",
    "restore_plot",
    "revise_plot",
    "revise_plots",
    "set_parcels",
    "sign_lease",
    "split_plot",
    "withdraw_file",
    "withdraw_flag",
    "withdraw_paper",
    "withdraw_reference",
]
