package org.apportion.cli;

import org.apportion.model.ApportionException;
import org.apportion.model.organization.Organization;

/** Units that are named on the command line. */
final class UnitNames {
    private UnitNames() {}

    /** @throws ApportionException {@code UNIT_UNKNOWN} */
    static void require(Organization organization, String unit) {
        if (organization.find(unit).isEmpty()) {
            throw new ApportionException(
                    CliError.UNIT_UNKNOWN,
                    unit,
                    "the organization has no unit with this id.",
                    "Look the ids up in the organization section: apportion config show.");
        }
    }
}
