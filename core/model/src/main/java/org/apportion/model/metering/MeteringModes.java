package org.apportion.model.metering;

import java.util.Map;

/**
 * The mode of each setting.
 *
 * @param standard of settings that are not named
 */
public record MeteringModes(MeteringMode standard, Map<MeteringSetting, MeteringMode> settings) {
    public static final MeteringModes DOCUMENTED = new MeteringModes(MeteringMode.DOCUMENTED, Map.of());
    public static final MeteringModes COMPAT = new MeteringModes(MeteringMode.COMPAT, Map.of());

    public MeteringModes {
        settings = Map.copyOf(settings);
    }

    public MeteringMode of(MeteringSetting setting) {
        return settings.getOrDefault(setting, standard);
    }

    public boolean isCompat(MeteringSetting setting) {
        return of(setting) == MeteringMode.COMPAT;
    }
}
