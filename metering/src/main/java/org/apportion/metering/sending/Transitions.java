package org.apportion.metering.sending;

import java.util.Optional;
import org.apportion.metering.journal.ChargeState;

/**
 * The state machine of a charge: a pure table. What is not listed is forbidden.
 *
 * <p>The rule behind it: a charge gets a new record (back to {@code planned}) only from a standing without doubt, or by the
 * word of an operator.
 */
public final class Transitions {
    private Transitions() {}

    /** Where an event leads; empty if it cannot happen there. */
    public static Optional<Standing> after(Standing from, ChargeEvent event) {
        Standing to = switch (from.state()) {
            case PLANNED -> afterPlanned(event);
            case SENDING -> afterSending(from.doubt(), event);
            case UNKNOWN -> afterUnknown(event);
            case RETRY_AT -> afterRetryAt(from.doubt(), event);
            case REJECTED, EXPIRED -> afterRefused(from.state(), event);
            case PARKED -> afterParked(event);
            case DUPLICATE_OTHER -> afterOperator(event);
            case ACCEPTED, DUPLICATE_SAME, ZERO, WAIVED -> NOWHERE;
        };
        return to.equals(NOWHERE) ? Optional.empty() : Optional.of(to);
    }

    /** No charge stands so: what is planned has not been sent. */
    private static final Standing NOWHERE = Standing.doubtful(ChargeState.PLANNED);

    private static Standing afterPlanned(ChargeEvent event) {
        return switch (event) {
            case ATTEMPT_STARTED -> Standing.sure(ChargeState.SENDING);
            case NOTHING_TO_SEND -> Standing.sure(ChargeState.ZERO);
            case REFUSED_UNSENT -> Standing.sure(ChargeState.REJECTED);
            case WAIVED -> Standing.sure(ChargeState.WAIVED);
            default -> NOWHERE;
        };
    }

    private static Standing afterSending(boolean doubt, ChargeEvent event) {
        return switch (event) {
            case ACCEPTED -> Standing.sure(ChargeState.ACCEPTED);
            case DUPLICATE_SAME -> Standing.sure(ChargeState.DUPLICATE_SAME);
            case DUPLICATE_OTHER -> new Standing(ChargeState.DUPLICATE_OTHER, doubt);
            case REJECTED -> doubt ? Standing.doubtful(ChargeState.PARKED) : Standing.sure(ChargeState.REJECTED);
            case EXPIRED -> doubt ? Standing.doubtful(ChargeState.PARKED) : Standing.sure(ChargeState.EXPIRED);
            case RETRY_LATER -> new Standing(ChargeState.RETRY_AT, doubt);
            case ANSWER_LOST -> Standing.doubtful(ChargeState.UNKNOWN);
            default -> NOWHERE;
        };
    }

    private static Standing afterUnknown(ChargeEvent event) {
        return switch (event) {
            case ATTEMPT_STARTED -> Standing.doubtful(ChargeState.SENDING);
            case FOUND -> Standing.sure(ChargeState.ACCEPTED);
            case FOUND_OTHER -> Standing.doubtful(ChargeState.DUPLICATE_OTHER);
            case NOT_FOUND -> Standing.doubtful(ChargeState.RETRY_AT);
            case NOT_FOUND_FOR_GOOD -> Standing.sure(ChargeState.RETRY_AT);
            case UNRESOLVABLE -> Standing.doubtful(ChargeState.PARKED);
            default -> NOWHERE;
        };
    }

    private static Standing afterRetryAt(boolean doubt, ChargeEvent event) {
        if (doubt) {
            return event == ChargeEvent.WAIVED || event == ChargeEvent.MOVED ? NOWHERE : afterUnknown(event);
        }
        return switch (event) {
            case ATTEMPT_STARTED -> Standing.sure(ChargeState.SENDING);
            case MOVED -> Standing.PLANNED;
            case EXPIRED -> Standing.sure(ChargeState.EXPIRED);
            case WAIVED -> Standing.sure(ChargeState.WAIVED);
            default -> NOWHERE;
        };
    }

    private static Standing afterRefused(ChargeState state, ChargeEvent event) {
        return event == ChargeEvent.MOVED && state == ChargeState.EXPIRED ? Standing.PLANNED : afterOperator(event);
    }

    private static Standing afterParked(ChargeEvent event) {
        return switch (event) {
            case FOUND -> Standing.sure(ChargeState.ACCEPTED);
            case FOUND_OTHER -> Standing.doubtful(ChargeState.DUPLICATE_OTHER);
            case NOT_FOUND_FOR_GOOD -> Standing.sure(ChargeState.RETRY_AT);
            default -> afterOperator(event);
        };
    }

    private static Standing afterOperator(ChargeEvent event) {
        return switch (event) {
            case WAIVED -> Standing.sure(ChargeState.WAIVED);
            case CONFIRMED -> Standing.sure(ChargeState.ACCEPTED);
            case RESEND_ORDERED -> Standing.PLANNED;
            default -> NOWHERE;
        };
    }
}
