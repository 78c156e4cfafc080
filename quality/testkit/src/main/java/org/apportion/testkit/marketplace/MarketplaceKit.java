package org.apportion.testkit.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MarketplaceRules.UnknownOutcome;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Marketplace} has to do, whatever it declares in its {@link MarketplaceRules}. Extend it in a plugin's tests
 * and give it a {@link Scene}: the marketplace together with a service, real or fake, that shows what it would bill.
 */
public abstract class MarketplaceKit {

    /** A marketplace and the service behind it. Fresh for each test: nothing is accepted yet. */
    public interface Scene extends AutoCloseable {

        Marketplace marketplace();

        /** The service's time now. */
        Instant now();

        /** A dimension that the service knows. */
        String dimension();

        /** One that the service refuses; empty if it takes whatever it is told. */
        default Optional<String> unknownDimension() {
            return Optional.of("no-such-dimension");
        }

        /**
         * Why no answer of the service can be lost and it is never busy, such as that it is a file. Empty for everything behind a
         * network; else {@link #loseNextReply} and {@link #beBusyOnce} are never called.
         */
        default Optional<String> withoutNetwork() {
            return Optional.empty();
        }

        /** Everything that the service would bill by now. */
        List<AcceptedUsage> accepted();

        /** Lets the service carry the next call out and lose the answer. */
        void loseNextReply();

        /** Lets the service refuse the next call because it is busy. */
        void beBusyOnce();

        /** Stops the service: no connection comes about any more. */
        void stopService();

        /** Texts that must never appear in an answer. */
        List<String> secrets();

        @Override
        void close();
    }

    private Scene scene;

    protected abstract Scene openScene();

    @BeforeEach
    final void open() {
        scene = openScene();
    }

    @AfterEach
    final void closeScene() {
        scene.marketplace().close();
        scene.close();
    }

    @Test
    void theRulesAreUsableAndStayTheSame() {
        MarketplaceRules rules = rules();
        assertThat(rules.recordsPerCall()).isPositive();
        assertThat(rules.bytesPerCall()).isPositive();
        assertThat(rules.lateWindow()).isPositive();
        assertThat(rules.quantityScale()).isNotNegative();
        assertThat(rules.largestQuantity()).isPositive();
        assertThat(rules()).isEqualTo(rules);
    }

    @Test
    void aFreshRecordIsBilledAndSaysSo() {
        assertThat(meter(record("k1", 0, 7))).isInstanceOf(MeterAnswer.Accepted.class);
        assertThat(billed()).isEqualByComparingTo("7");
    }

    @Test
    void eachRecordHasItsAnswerInTheOrderOfTheRecords() {
        List<MeterRecord> records = new ArrayList<>();
        for (int i = 0; i < Math.min(rules().recordsPerCall(), 3); i++) {
            records.add(record("k" + i, i, i + 1));
        }
        scene.unknownDimension()
                .ifPresent(dimension -> records.set(
                        records.size() - 1, new MeterRecord("kx", dimension, BigDecimal.ONE, scene.now(), Map.of())));
        List<MeterAnswer> answers = scene.marketplace().meter(records);
        assertThat(answers).hasSameSizeAs(records);
        int last = scene.unknownDimension().isPresent() ? records.size() - 1 : records.size();
        assertThat(answers.subList(0, last)).allMatch(MeterAnswer.Accepted.class::isInstance);
        assertThat(answers.subList(last, records.size())).allMatch(MeterAnswer.Rejected.class::isInstance);
    }

    @Test
    void nothingToSendIsNoAnswer() {
        assertThat(scene.marketplace().meter(List.of())).isEmpty();
    }

    @Test
    void theSameRecordTwiceIsBilledOnce() {
        assumeTrue(rules().unknown() == UnknownOutcome.RESEND_SAME, "the service does not recognize a record");
        meter(record("k1", 0, 7));
        assertThat(meter(record("k1", 0, 7)))
                .isInstanceOfAny(MeterAnswer.Accepted.class, MeterAnswer.DuplicateSame.class);
        assertThat(billed()).isEqualByComparingTo("7");
    }

    @Test
    void anotherRecordInATakenHourIsRefused() {
        assumeTrue(rules().oneRecordPerHour(), "the service takes several records per hour");
        meter(record("k1", 0, 7));
        assertThat(meter(record("k2", 0, 8))).isInstanceOf(MeterAnswer.DuplicateOther.class);
        assertThat(billed()).isEqualByComparingTo("7");
    }

    @Test
    void aLostReplyIsUnknownAndIsNotSentAgain() {
        assumeNetwork();
        scene.loseNextReply();
        assertThat(meter(record("k1", 0, 7))).isInstanceOf(MeterAnswer.Unknown.class);
        assertThat(scene.accepted()).hasSize(1);
    }

    @Test
    void anUnknownOutcomeIsResolvedWithoutBillingTwice() {
        assumeNetwork();
        scene.loseNextReply();
        meter(record("k1", 0, 7));
        switch (rules().unknown()) {
            case RESEND_SAME ->
                assertThat(meter(record("k1", 0, 7)))
                        .isInstanceOfAny(MeterAnswer.Accepted.class, MeterAnswer.DuplicateSame.class);
            case READ_BACK -> assertThat(readBack()).isEqualByComparingTo("7");
            case PARK -> assertThat(rules().unknown()).isEqualTo(UnknownOutcome.PARK);
        }
        assertThat(billed()).isEqualByComparingTo("7");
    }

    @Test
    void aBusyServiceMeansLaterAndNotBilled() {
        assumeNetwork();
        scene.beBusyOnce();
        assertThat(meter(record("k1", 0, 7))).isInstanceOf(MeterAnswer.RetryLater.class);
        assertThat(billed()).isEqualByComparingTo("0");
        assertThat(meter(record("k1", 0, 7))).isInstanceOf(MeterAnswer.Accepted.class);
    }

    @Test
    void aServiceThatIsGoneMeansLaterAndNothingIsThrown() {
        scene.stopService();
        assertThat(meter(record("k1", 0, 7))).isInstanceOf(MeterAnswer.RetryLater.class);
    }

    @Test
    void aRecordOlderThanTheWindowIsNotBilled() {
        Instant old = scene.now().minus(rules().lateWindow()).minus(Duration.ofHours(1));
        MeterRecord late = new MeterRecord("k1", scene.dimension(), BigDecimal.ONE, old, Map.of());
        assertThat(meter(late)).isInstanceOfAny(MeterAnswer.Expired.class, MeterAnswer.Rejected.class);
        assertThat(scene.accepted()).isEmpty();
    }

    @Test
    void aZeroIsAcceptedWhereTheRulesSaySo() {
        MeterAnswer answer = meter(record("k1", 0, 0));
        if (rules().acceptsZero()) {
            assertThat(answer).isInstanceOf(MeterAnswer.Accepted.class);
        } else {
            assertThat(answer).isInstanceOf(MeterAnswer.Rejected.class);
            assertThat(scene.accepted()).isEmpty();
        }
    }

    @Test
    void moreDecimalsThanTheServiceTakesAreRefusedNotRounded() {
        BigDecimal fine = BigDecimal.ONE.add(BigDecimal.ONE.movePointLeft(rules().quantityScale() + 1));
        assertThat(meter(new MeterRecord("k1", scene.dimension(), fine, scene.now(), Map.of())))
                .isInstanceOf(MeterAnswer.Rejected.class);
        assertThat(scene.accepted()).isEmpty();
    }

    @Test
    void aQuantityAboveTheLargestIsRefused() {
        BigDecimal large = rules().largestQuantity().add(BigDecimal.ONE);
        assertThat(meter(new MeterRecord("k1", scene.dimension(), large, scene.now(), Map.of())))
                .isInstanceOf(MeterAnswer.Rejected.class);
        assertThat(scene.accepted()).isEmpty();
    }

    @Test
    void evidenceHoldsDigestsOfTheBodies() {
        Evidence evidence = meter(record("k1", 0, 7)).evidence();
        assertThat(evidence.requestDigest()).matches("[0-9a-f]{64}");
        assertThat(evidence.responseDigest()).as("empty only for an empty body").matches("([0-9a-f]{64})?");
    }

    @Test
    void askingForAccessMetersNothing() {
        assertThat(scene.marketplace().checkAccess(List.of(scene.dimension())))
                .isInstanceOfAny(AccessCheck.Granted.class, AccessCheck.NotKnown.class);
        assertThat(scene.accepted()).isEmpty();
    }

    @Test
    void accessIsNotGrantedByAServiceThatIsGone() {
        scene.stopService();
        assertThat(scene.marketplace().checkAccess(List.of(scene.dimension())))
                .isInstanceOf(AccessCheck.NotKnown.class);
    }

    @Test
    void readingBackTellsWhatWasAcceptedOrIsNotOffered() {
        meter(record("k1", 0, 7));
        ReadBack told = scene.marketplace()
                .readBack(
                        scene.dimension(),
                        scene.now().minus(Duration.ofDays(1)),
                        scene.now().plus(Duration.ofDays(1)));
        if (!(told instanceof ReadBack.NotOffered)) {
            assertThat(readBack()).isEqualByComparingTo("7");
        }
    }

    @Test
    void theAccountNamesItsCloud() {
        assertThat(scene.marketplace().accountInfo()).containsKey("cloud_provider");
    }

    @Test
    void noAnswerShowsASecret() {
        List<String> texts = new ArrayList<>();
        texts.add(meter(record("k1", 0, 7)).toString());
        if (scene.withoutNetwork().isEmpty()) {
            scene.beBusyOnce();
            texts.add(meter(record("k2", 1, 7)).toString());
            scene.loseNextReply();
            texts.add(meter(record("k3", 2, 7)).toString());
        }
        texts.add(scene.marketplace().checkAccess(List.of(scene.dimension())).toString());
        scene.stopService();
        texts.add(meter(record("k4", 3, 7)).toString());
        texts.add(scene.marketplace().toString());
        for (String secret : scene.secrets()) {
            assertThat(texts).noneMatch(text -> text.contains(secret));
        }
    }

    /** A record some hours ago, so that several lie in hours of their own. */
    private MeterRecord record(String key, int hoursAgo, int quantity) {
        Instant timestamp = scene.now().minus(Duration.ofHours(hoursAgo));
        return new MeterRecord(key, scene.dimension(), BigDecimal.valueOf(quantity), timestamp, Map.of());
    }

    private MeterAnswer meter(MeterRecord record) {
        List<MeterAnswer> answers = scene.marketplace().meter(List.of(record));
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private void assumeNetwork() {
        assumeTrue(
                scene.withoutNetwork().isEmpty(), () -> scene.withoutNetwork().orElse(""));
    }

    private MarketplaceRules rules() {
        return scene.marketplace().rules();
    }

    private BigDecimal billed() {
        return scene.accepted().stream().map(AcceptedUsage::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal readBack() {
        ReadBack told = scene.marketplace()
                .readBack(
                        scene.dimension(),
                        scene.now().minus(Duration.ofDays(1)),
                        scene.now().plus(Duration.ofDays(1)));
        assertThat(told).isInstanceOf(ReadBack.Told.class);
        return ((ReadBack.Told) told)
                .records().stream().map(ReadBack.AcceptedRecord::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
