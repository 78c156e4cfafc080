package org.apportion.metering.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person does with parked usage, in one transaction with its event. Each action names the usage that it found: one that was
 * settled, or that late samples changed meanwhile, stays as it is.
 */
public final class ParkedActions {
    private final Change change;

    public ParkedActions(Change change) {
        this.change = change;
    }

    /** @param id of {@link WaitingUsage#id} */
    public Optional<WaitingUsage> waiting(String id) {
        return new ParkedRows(change.handle())
                .waiting().stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** Gives it up: it is never billed, whatever the file says later. @return false if it is not as it was any more */
    public boolean waive(WaitingUsage waiting, String by, String reason) {
        return new ParkedRows(change.handle())
                .settle(
                        waiting.account(),
                        waiting.usage(),
                        ParkedRows.WAIVED,
                        detail(by, reason),
                        change.now(),
                        change.log());
    }

    /** Plans it as a person ordered. @return false if it is not as it was any more */
    public boolean plan(WaitingUsage waiting, List<LateDecision.Addition> more, String by, String reason) {
        return new LateReview(change).settle(waiting.account(), waiting.usage(), more, detail(by, reason));
    }

    private static Map<String, Object> detail(String by, String reason) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("by", by);
        detail.put("reason", reason);
        return detail;
    }
}
