package org.apportion.testkit.year;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** Usage of the shared platforms: bytes of Kafka, slots of the warehouse. */
final class UsageYear {
    private static final List<String> WHO = List.of("svc-shop", "svc-search", "svc-data", "svc-ml", "svc-old");

    private UsageYear() {}

    /** @param complete with the samples that arrive late */
    static String samples(YearMonth month, boolean complete) {
        YearAmounts amounts = new YearAmounts("usage", month);
        StringBuilder text = new StringBuilder("hour,resource,consumer,metric,value,unit\n");
        for (LocalDate day : YearAmounts.days(month)) {
            for (String who : WHO) {
                int bytes = 1 + amounts.below(900);
                int slots = 1 + amounts.below(50);
                boolean late = day.getDayOfMonth() == 16 && who.equals("svc-ml");
                if (complete || !late || month.getMonthValue() % 2 == 1) {
                    text.append("%sT03:00:00Z,events,%s,bytes,%d,GB\n".formatted(day, who, bytes));
                }
                text.append("%sT12:00:00Z,warehouse,%s,slots,%d,slots\n".formatted(day, who, slots));
            }
        }
        return text.toString();
    }
}
