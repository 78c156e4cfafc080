package org.apportion.metering.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.metering.journal.ChargeState;
import org.junit.jupiter.api.Test;

/** The whole table, and the rules that it must keep. */
class TransitionsTest {
    private static final Set<ChargeEvent> OPERATOR =
            EnumSet.of(ChargeEvent.WAIVED, ChargeEvent.CONFIRMED, ChargeEvent.RESEND_ORDERED);

    @Test
    void theWholeTableIsThis() {
        Set<String> table = new TreeSet<>();
        for (Standing from : reachable()) {
            for (ChargeEvent event : ChargeEvent.values()) {
                Transitions.after(from, event)
                        .ifPresent(to -> table.add(text(from) + " " + event.id() + " " + text(to)));
            }
        }
        assertThat(String.join("\n", table) + "\n").isEqualTo(TABLE);
    }

    @Test
    void everyStateIsReached() {
        assertThat(reachable().stream().map(Standing::state)).contains(ChargeState.values());
    }

    @Test
    void nothingFollowsAfterASettledState() {
        for (Standing from : reachable()) {
            if (from.state().settled()) {
                assertThat(ChargeEvent.values())
                        .allMatch(event -> Transitions.after(from, event).isEmpty());
            }
        }
    }

    @Test
    void everyOtherStateHasAWayOut() {
        for (Standing from : reachable()) {
            if (!from.state().settled()) {
                assertThat(ChargeEvent.values())
                        .as(text(from))
                        .anyMatch(event -> Transitions.after(from, event).isPresent());
            }
        }
    }

    /** Else a charge could be billed under two keys. */
    @Test
    void aChargeInDoubtGetsANewRecordOnlyByAnOperatorsWord() {
        for (Standing from : reachable()) {
            for (ChargeEvent event : ChargeEvent.values()) {
                Optional<Standing> to = Transitions.after(from, event);
                if (from.doubt() && to.equals(Optional.of(Standing.PLANNED))) {
                    assertThat(OPERATOR).as(text(from)).contains(event);
                }
            }
        }
    }

    /** A refusal of the second attempt says nothing about the first. */
    @Test
    void onlyTheMarketplacesWordOrAnOperatorsEndsADoubt() {
        Set<ChargeEvent> ends = EnumSet.of(
                ChargeEvent.ACCEPTED, ChargeEvent.DUPLICATE_SAME, ChargeEvent.FOUND, ChargeEvent.NOT_FOUND_FOR_GOOD);
        ends.addAll(OPERATOR);
        for (Standing from : reachable()) {
            for (ChargeEvent event : ChargeEvent.values()) {
                Optional<Standing> to = Transitions.after(from, event);
                if (from.doubt() && to.isPresent() && !to.get().doubt()) {
                    assertThat(ends).as(text(from)).contains(event);
                }
            }
        }
    }

    private static Set<Standing> reachable() {
        Set<Standing> seen = new HashSet<>(Set.of(Standing.PLANNED));
        Deque<Standing> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Standing from = open.pop();
            for (ChargeEvent event : ChargeEvent.values()) {
                Transitions.after(from, event).filter(seen::add).ifPresent(open::push);
            }
        }
        return seen;
    }

    private static String text(Standing standing) {
        return standing.state().id() + (standing.doubt() ? "?" : "");
    }

    /** From, event, to; a question mark is a doubt. */
    private static final String TABLE = """
            duplicate_other confirmed accepted
            duplicate_other resend_ordered planned
            duplicate_other waived waived
            duplicate_other? confirmed accepted
            duplicate_other? resend_ordered planned
            duplicate_other? waived waived
            expired confirmed accepted
            expired moved planned
            expired resend_ordered planned
            expired waived waived
            parked? confirmed accepted
            parked? found accepted
            parked? found_other duplicate_other?
            parked? not_found_for_good retry_at
            parked? resend_ordered planned
            parked? waived waived
            planned attempt_started sending
            planned nothing_to_send zero
            planned refused_unsent rejected
            planned waived waived
            rejected confirmed accepted
            rejected resend_ordered planned
            rejected waived waived
            retry_at attempt_started sending
            retry_at expired expired
            retry_at moved planned
            retry_at waived waived
            retry_at? attempt_started sending?
            retry_at? found accepted
            retry_at? found_other duplicate_other?
            retry_at? not_found retry_at?
            retry_at? not_found_for_good retry_at
            retry_at? unresolvable parked?
            sending accepted accepted
            sending answer_lost unknown?
            sending duplicate_other duplicate_other
            sending duplicate_same duplicate_same
            sending expired expired
            sending rejected rejected
            sending retry_later retry_at
            sending? accepted accepted
            sending? answer_lost unknown?
            sending? duplicate_other duplicate_other?
            sending? duplicate_same duplicate_same
            sending? expired parked?
            sending? rejected parked?
            sending? retry_later retry_at?
            unknown? attempt_started sending?
            unknown? found accepted
            unknown? found_other duplicate_other?
            unknown? not_found retry_at?
            unknown? not_found_for_good retry_at
            unknown? unresolvable parked?
            """;
}
