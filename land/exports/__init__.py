"""Files that leave the register: one plot, the register as filtered, the summary, the printed sheet, the report."""
