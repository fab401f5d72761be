"""The auctions app."""

from django.apps import AppConfig


class AuctionsConfig(AppConfig):
    """Plans, sessions and lots of land-use rights that are auctioned."""

    name = "auctions"
    verbose_name = "Đấu giá quyền sử dụng đất"

    def ready(self) -> None:
        """Declare what the public may read, the map layer, evidence of looks, who reads the log and the terms."""
        from auctions import evidence, facts, layers, letters, plot_flags, policies, public, result_layer, watching
        from auctions.workflow import LOGGED_SUBJECTS
        from audit import readers
        from gis.db import facts as loading
        from land import kept_flags
        from worktime import readers as term_readers
        from worktime import told

        public.declare()
        layers.register()
        result_layer.register()
        letters.declare()
        loading.declare("auctions", facts.load_facts)
        evidence.register(evidence.from_pictures)
        kept_flags.declare(plot_flags.kept)
        readers.declare(LOGGED_SUBJECTS, policies.can_read_audit)
        term_readers.declare([watching.SUBJECT], watching.reach)
        told.declare(watching.SUBJECT, watching.tell_moved)
