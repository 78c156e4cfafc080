package org.apportion.testkit.month;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.CodePointOrder;

/** Lets about half of a month's tags stand for several owners, with weights of every size. The same seed gives the same shares. */
public final class HostileShares {
    private static final List<String> WEIGHTS =
            List.of("1", "1", "60", "40", "0.000000001", "33.333333333", "999999", "999999.999999999");

    private HostileShares() {}

    /** The month with shares; owners are tags of the same key, some of them in the directory. */
    public static MonthData draw(MonthData data, long seed) {
        Random random = new Random(seed);
        Map<String, SortedMap<String, BigDecimal>> shares = new HashMap<>();
        new TreeMap<>(data.resolvedTags())
                .values()
                .forEach(tags -> tags.forEach((key, value) -> {
                    if (!value.isEmpty() && random.nextBoolean()) {
                        shares.computeIfAbsent(key + "=" + value, any -> owners(key, random));
                    }
                }));
        return data.withShares(shares);
    }

    private static SortedMap<String, BigDecimal> owners(String key, Random random) {
        SortedMap<String, BigDecimal> owners = new TreeMap<>(CodePointOrder.INSTANCE);
        int count = 2 + random.nextInt(random.nextInt(8) == 0 ? 20 : 3);
        while (owners.size() < count) {
            owners.put(
                    key + "=" + HostileText.name(random), new BigDecimal(WEIGHTS.get(random.nextInt(WEIGHTS.size()))));
        }
        return owners;
    }
}
