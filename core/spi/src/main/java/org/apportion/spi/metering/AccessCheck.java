package org.apportion.spi.metering;

/** Whether this installation may meter. */
public sealed interface AccessCheck {

    /** The service said that a real call would be taken. */
    record Granted() implements AccessCheck {}

    /**
     * The service refused.
     *
     * @param problem what it said
     * @param nextStep which permission, role or setting to mend
     */
    record Refused(String problem, String nextStep) implements AccessCheck {}

    /** The service has no way to ask without metering, or could not be reached: nothing is known. */
    record NotKnown(String reason) implements AccessCheck {}
}
