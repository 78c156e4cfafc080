package org.apportion.allocate;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What has changed in the inputs of a month since an earlier result. Relations are text that may stand after {@code FROM}.
 *
 * @param cost the records as they are now
 * @param records records in files that came or went; empty if no file did
 * @param samples usage of the months that records look at, in files that came or went; empty if no file did
 * @param tags resolved tags now and then, with the columns tag_context, key and value
 * @param formerGroups x_GroupId and record_group of the earlier result
 * @param changedRules positions of rules that then were not there with the same version, validity and parts
 * @param ownerDays days on which the directory knows other subjects than then
 */
public record SplitChanges(
        String cost,
        Optional<Difference> records,
        Optional<Difference> samples,
        Difference tags,
        String formerGroups,
        Set<Integer> changedRules,
        List<Days> ownerDays) {
    public SplitChanges {
        changedRules = Set.copyOf(changedRules);
        ownerDays = List.copyOf(ownerDays);
    }

    /** Rows of now and rows of then; what is in both as often did not change. */
    public record Difference(String now, String then) {}

    /** A stretch of days, both ends included. */
    public record Days(LocalDate first, LocalDate last) {
        /** Before and after all records. */
        public static final Days EVER = new Days(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31));
    }
}
