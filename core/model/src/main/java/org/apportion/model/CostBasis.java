package org.apportion.model;

/** Which of the FOCUS costs a run charges. One run charges exactly one basis. */
public enum CostBasis {
    /** What the invoice says: {@code BilledCost}. */
    BILLED("BilledCost", "x_BilledUnits", "x_BilledRest"),
    /** What was used up: {@code EffectiveCost}, commitments spread over their use. */
    EFFECTIVE("EffectiveCost", "x_EffectiveUnits", "x_EffectiveRest");

    private final String column;
    private final String unitsColumn;
    private final String restColumn;

    CostBasis(String column, String unitsColumn, String restColumn) {
        this.column = column;
        this.unitsColumn = unitsColumn;
        this.restColumn = restColumn;
    }

    public String column() {
        return column;
    }

    /** Column with floor(cost * 1e12), NULL where that passes a BIGINT. */
    public String unitsColumn() {
        return unitsColumn;
    }

    /** Column with the residue below one unit in 1e-18, 0 to 999,999; NULL where the units are. */
    public String restColumn() {
        return restColumn;
    }
}
