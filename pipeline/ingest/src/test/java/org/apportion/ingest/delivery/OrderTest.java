package org.apportion.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apportion.model.BillingMonth;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static final SliceKey KEY = new SliceKey("aws", BillingMonth.of(2026, 10), "all");

    @Test
    void theFirstDeliveryOfASliceIsNew() {
        assertThat(judge(unversioned(file("a.csv", "1", 1)))).isEqualTo(Verdict.NEW);
    }

    @Test
    void theSameContentUnderAnotherNameChangesNothing() {
        assertThat(judge(unversioned(file("b.csv", "1", 9)), current(unversioned(file("a.csv", "1", 1)))))
                .isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void theSameFilesReadWithAnotherMappingReplace() {
        Delivery again = unversioned(new DeliveredFile("a.csv", "1", "other mapping", Instant.ofEpochSecond(1)));

        assertThat(judge(again, current(unversioned(file("a.csv", "1", 1))))).isEqualTo(Verdict.REPLACED);
    }

    @Test
    void aGreaterVersionReplacesAndASmallerOneNever() {
        Delivery nine = versioned("v9", file("9.csv", "9", 9));
        Delivery ten = versioned("v10", file("10.csv", "10", 1));

        assertThat(judge(ten, current(nine))).isEqualTo(Verdict.REPLACED);
        assertThat(judge(nine, current(ten))).isEqualTo(Verdict.OLDER);
    }

    @Test
    void aFileOverwrittenInPlaceLaterIsNewer() {
        assertThat(judge(unversioned(file("a.csv", "2", 5)), current(unversioned(file("a.csv", "1", 4)))))
                .isEqualTo(Verdict.REPLACED);
    }

    @Test
    void aFileOverwrittenInPlaceWithAnEarlierTimeStops() {
        assertThatThrownBy(() -> judge(unversioned(file("a.csv", "2", 3)), current(unversioned(file("a.csv", "1", 4)))))
                .hasMessageStartingWith("IMPORT_ORDER_UNKNOWN aws 2026-10 all: ")
                .hasMessageContaining("(1 file new, 1 gone, such as a.csv)")
                .hasMessageContaining("--as-newer");
    }

    @Test
    void aFurtherFileBesideTheKnownOnesContinuesTheDelivery() {
        Delivery grown = unversioned(file("a.csv", "1", 1), file("b.csv", "2", 2));

        assertThat(judge(grown, current(unversioned(file("a.csv", "1", 1))))).isEqualTo(Verdict.REPLACED);
    }

    @Test
    void aMissingFileStops() {
        Delivery both = unversioned(file("a.csv", "1", 1), file("b.csv", "2", 2));

        assertThatThrownBy(() -> judge(unversioned(file("a.csv", "1", 1)), current(both)))
                .hasMessageContaining("(0 files new, 1 gone, such as b.csv)");
    }

    @Test
    void aDifferentFileUnderAnotherNameStopsUnlessItIsDeclaredNewer() {
        Delivery other = unversioned(file("b.csv", "2", 9));
        Recorded present = current(unversioned(file("a.csv", "1", 1)));

        assertThatThrownBy(() -> judge(other, present)).hasMessageStartingWith("IMPORT_ORDER_UNKNOWN");
        assertThat(new Order(true, Set.of()).judge(other, List.of(present))).isEqualTo(Verdict.REPLACED);
    }

    @Test
    void anOlderVersionIsNeverDeclaredNewer() {
        Recorded ten = current(versioned("v10", file("10.csv", "10", 1)));

        assertThat(new Order(true, Set.of()).judge(versioned("v9", file("9.csv", "9", 9)), List.of(ten)))
                .isEqualTo(Verdict.OLDER);
    }

    @Test
    void aDeliveryThatWasReplacedBeforeIsOlder() {
        Delivery first = unversioned(file("a.csv", "1", 1));
        Recorded replaced = new Recorded(first, false);
        Recorded present = current(unversioned(file("a.csv", "2", 2)));

        assertThat(judge(unversioned(file("copy.csv", "1", 8)), replaced, present))
                .isEqualTo(Verdict.OLDER);
    }

    @Test
    void theIdFollowsFromSliceAndContentOnly() {
        Delivery one = unversioned(file("a.csv", "1", 1), file("b.csv", "2", 2));
        Delivery sameOtherNames = unversioned(file("y.csv", "2", 7), file("x.csv", "1", 8));

        assertThat(one.id()).hasSize(16).isEqualTo(sameOtherNames.id());
        assertThat(one.id()).isNotEqualTo(unversioned(file("a.csv", "1", 1)).id());
    }

    private static Verdict judge(Delivery offered, Recorded... history) {
        return new Order(false, Set.of()).judge(offered, List.of(history));
    }

    private static Recorded current(Delivery delivery) {
        return new Recorded(delivery, true);
    }

    private static Delivery unversioned(DeliveredFile... files) {
        return new Delivery(KEY, Optional.empty(), List.of(files));
    }

    private static Delivery versioned(String version, DeliveredFile... files) {
        return new Delivery(KEY, Optional.of(VersionPattern.padded(version)), List.of(files));
    }

    private static DeliveredFile file(String name, String content, long modified) {
        return new DeliveredFile(name, content, "mapping@1", Instant.ofEpochSecond(modified));
    }
}
