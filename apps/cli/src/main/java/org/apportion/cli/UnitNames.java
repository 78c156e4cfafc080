package org.apportion.cli;

import org.apportion.config.LoadedConfiguration;
import org.apportion.model.ApportionException;

/** Units that are named on the command line. */
final class UnitNames {
    private UnitNames() {}

    /** @throws ApportionException {@code UNIT_UNKNOWN} */
    static void require(LoadedConfiguration loaded, String unit) {
        if (loaded.configuration().organization().find(unit).isEmpty()) {
            throw new ApportionException(
                    CliError.UNIT_UNKNOWN,
                    unit,
                    "the organization has no unit with this id.",
                    "Look the ids up in the organization section: apportion config show.");
        }
    }
}
