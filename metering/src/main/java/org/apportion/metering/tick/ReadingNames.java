package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.metering.journal.SampleText;
import org.apportion.spi.metering.UsageReading;

/** Leaves out what a reading has under names that the ledger cannot hold: one such name must not keep the others from being kept. */
final class ReadingNames {
    private ReadingNames() {}

    /** The reading with names that can be held. @param errors takes what is left out */
    static UsageReading held(UsageReading reading, List<String> errors) {
        Map<String, Map<String, BigDecimal>> dimensions = new HashMap<>();
        int left = 0;
        for (Map.Entry<String, Map<String, BigDecimal>> each :
                reading.dimensions().entrySet()) {
            if (SampleText.isName(each.getKey())) {
                Map<String, BigDecimal> values = new TreeMap<>(each.getValue());
                values.keySet().removeIf(name -> !SampleText.isName(name));
                left += each.getValue().size() - values.size();
                dimensions.put(each.getKey(), values);
            } else {
                left++;
            }
        }
        Map<String, BigDecimal> metrics = new HashMap<>(reading.metrics());
        metrics.keySet().removeIf(name -> !SampleText.isName(name));
        left += reading.metrics().size() - metrics.size();
        if (left == 0) {
            return reading;
        }
        errors.add(ErrorTexts.usageFailed(left + " names of metrics or dimensions have more than "
                + SampleText.LONGEST_NAME + " characters, or one that cannot be seen; they are left out"));
        return new UsageReading(reading.reportedAt(), metrics, dimensions, reading.baseProduct(), reading.tags());
    }
}
