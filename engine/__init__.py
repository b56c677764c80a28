"""The pure core: definitions, formulas, flows and orchestrations. It touches no clock, database, network or chance."""
