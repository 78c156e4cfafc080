-- A bill reads the charges of its period, however long the history of its customer is.
CREATE INDEX meter_charge_of_period ON meter_charge (product, customer, period_start);
