package org.apportion.metering.cloudevents;

import org.apportion.model.ApportionException;
import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong with usage that events tell. */
enum CloudEventError implements ErrorCode {
    /** An event, or a part of it, is not what it must be. */
    METER_EVENT_UNREADABLE(ErrorKind.DATA),
    /** The file of events cannot be read, or tells nothing new. */
    METER_EVENTS_UNREAD(ErrorKind.RESOURCE),
    /** A setting is missing or wrong. */
    METER_EVENTS_SETTING(ErrorKind.CONFIG),
    /** Nobody can listen at the address, or another product does. */
    METER_EVENTS_ADDRESS(ErrorKind.RESOURCE);

    private final ErrorKind kind;

    CloudEventError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    ApportionException at(String place, String problem, String nextStep) {
        return new ApportionException(this, place, problem, nextStep);
    }

    static ApportionException unreadable(String problem) {
        return METER_EVENT_UNREADABLE.at("", problem, "Correct what sends the events.");
    }

    static ApportionException setting(String name, String problem, String nextStep) {
        return METER_EVENTS_SETTING.at("usage cloudevents " + name, "the setting is wrong: " + problem + ".", nextStep);
    }
}
