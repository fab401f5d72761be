DROP TRIGGER land_plot_tally_update ON land_plot;
DROP TRIGGER land_plot_tally_insert ON land_plot;
DROP FUNCTION land_plot_tally_v1();
DROP FUNCTION land_fold_tallies_v1();
DROP FUNCTION land_tally_sql_v1();
