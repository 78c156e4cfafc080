package org.apportion.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apportion.aws.AmazonMarketplaceProvider;
import org.apportion.azure.MicrosoftMarketplaceProvider;
import org.apportion.gcp.GoogleMarketplaceProvider;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.Fence;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.PeriodClose;
import org.apportion.metering.journal.PlannedCharge;
import org.apportion.metering.sending.Sender;
import org.apportion.metering.sending.SendingSettings;
import org.apportion.metering.sending.StepWatch;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceProvider;
import org.apportion.spi.metering.MarketplaceSettings;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.AcceptedUsage;
import org.apportion.testkit.marketplace.AwsMeteringFake;
import org.apportion.testkit.marketplace.AzureMeteringFake;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.apportion.testkit.marketplace.Fault;
import org.apportion.testkit.marketplace.GoogleServiceControlFake;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The journal, the plugins of the clouds and their strict fakes over HTTP: answers are lost, calls refused and processes
 * ended at random. What the service bills is what was planned, each charge once.
 */
class CloudFaultsTest {
    private static final int RUNS = Integer.getInteger("apportion.cloud.runs", 6);
    private static final long SEED = 20261122;
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder = Path.of("");

    private final MovableClock clock = MovableClock.at("2026-11-01T12:30:00Z");

    /** The clouds and their ways of being told. */
    enum Cloud {
        AWS,
        AWS_BATCH,
        AZURE,
        GOOGLE
    }

    /** A cloud that is opened. */
    private record Scene(FakeHttpService fake, Marketplace marketplace, Supplier<List<AcceptedUsage>> accepted) {}

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsBilledIsWhatWasPlannedWhateverFails(Cloud cloud) {
        SplittableRandom seeds = new SplittableRandom(SEED);
        String address = "jdbc:sqlite:" + folder.resolve("ledger.db");
        try (Ledger ledger = Ledger.open(new LedgerSettings(new Secret(() -> address), clock))) {
            for (int run = 0; run < RUNS; run++) {
                Scene scene = open(cloud);
                try {
                    check(ledger, scene, new MeteredProduct("run-" + run, "c"), seeds.split());
                } finally {
                    scene.marketplace().close();
                    scene.fake().close();
                }
            }
        }
    }

    private void check(Ledger ledger, Scene scene, MeteredProduct account, SplittableRandom random) {
        Journal journal = Journal.open(ledger, new Alone());
        for (int period = 0; period < 3; period++) {
            close(journal, account, random);
            for (int step = 0; step < 3; step++) {
                for (int faults = random.nextInt(3); faults > 0; faults--) {
                    scene.fake().fail(fault(random));
                }
                try {
                    sender(journal, random, dying(random.nextInt(8))).send(account, scene.marketplace());
                } catch (Killed killed) {
                    assertThat(killed).isNotNull();
                }
                clock.advance(Duration.ofMinutes(1 + random.nextInt(10)));
            }
        }
        scene.fake().forgetFaults();
        for (int round = 0; round < 60 && isOpen(journal, account); round++) {
            sender(journal, random, StepWatch.NONE).send(account, scene.marketplace());
            clock.advance(Duration.ofMinutes(11));
        }
        List<Charge> charges = journal.view().charges(ChargeFilter.of(account));
        assertThat(charges)
                .as("%s, seed %d", account, SEED)
                .allMatch(charge -> charge.state().billed());
        assertThat(sum(scene.accepted().get())).as("%s, seed %d", account, SEED).isEqualTo(planned(charges));
        assertThat(scene.accepted().get())
                .as("no record twice")
                .doesNotHaveDuplicates()
                .extracting(each -> each.dimension() + each.timestamp() + each.key())
                .doesNotHaveDuplicates();
    }

    private static Fault fault(SplittableRandom random) {
        return switch (random.nextInt(7)) {
            case 0 -> new Fault.DropReplyAfterAccept();
            case 1 -> new Fault.DropBeforeAccept();
            case 2 -> new Fault.Throttle(Duration.ofSeconds(2));
            case 3 -> new Fault.InternalError();
            case 4 -> new Fault.InternalErrorAfterAccept();
            case 5 -> new Fault.MalformedAnswer();
            default -> new Fault.ExpiredCredentials();
        };
    }

    private static StepWatch dying(int steps) {
        int[] left = {steps};
        return step -> {
            if (left[0]-- == 0) {
                throw new Killed();
            }
        };
    }

    private static Sender sender(Journal journal, SplittableRandom random, StepWatch watch) {
        return new Sender(journal, SendingSettings.standard(), random.split(), watch);
    }

    /** Closes the hour that is over, with one to three units of each dimension. */
    private void close(Journal journal, MeteredProduct account, SplittableRandom random) {
        clock.advance(HOUR);
        Instant end = clock.instant().minus(Duration.ofMinutes(2));
        MeteringPeriod period = new MeteringPeriod(end.minus(Duration.ofMinutes(30)), end);
        List<PlannedCharge> charges = new ArrayList<>();
        for (String dimension : List.of("nodes", "users")) {
            charges.add(new PlannedCharge(
                    new ChargeKey(account.product(), account.customer(), dimension, period, 0),
                    BigDecimal.valueOf(1 + random.nextInt(3)),
                    new ChargeEvidence("", "", "")));
        }
        journal.close(new PeriodClose(
                account,
                period,
                PeriodClose.Kind.BILLED,
                BigDecimal.ONE,
                JournalSample.inputsDigest(List.of()),
                Map.of(),
                charges));
    }

    private static boolean isOpen(Journal journal, MeteredProduct account) {
        return journal.view().charges(ChargeFilter.of(account)).stream()
                .anyMatch(charge -> !charge.state().settled() && !charge.state().needsOperator());
    }

    private static BigDecimal planned(List<Charge> charges) {
        return charges.stream().map(Charge::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal sum(List<AcceptedUsage> accepted) {
        return accepted.stream().map(AcceptedUsage::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Scene open(Cloud cloud) {
        Set<String> dimensions = Set.of("nodes", "users");
        switch (cloud) {
            case AWS, AWS_BATCH -> {
                AwsMeteringFake fake = new AwsMeteringFake(clock, "prod-1", dimensions);
                fake.subscribe("customer-1");
                Optional<String> customer = cloud == Cloud.AWS ? Optional.empty() : Optional.of("customer-1");
                Map<String, Secret> keys =
                        Map.of("access-key-id", new Secret(() -> "AKIA"), "secret-access-key", new Secret(() -> "key"));
                Map<String, String> more = Map.of("region", "eu-central-1");
                return new Scene(
                        fake,
                        open(new AmazonMarketplaceProvider(), "prod-1", customer, fake.uri(), more, keys),
                        fake::accepted);
            }
            case AZURE -> {
                AzureMeteringFake fake =
                        new AzureMeteringFake(clock, "11111111-2222-3333-4444-555555555555", "gold", dimensions);
                Map<String, String> more = Map.of(
                        "management-endpoint", fake.uri().toString(), "client-id", "client 1", "identity", "managed");
                return new Scene(
                        fake,
                        open(
                                new MicrosoftMarketplaceProvider(),
                                "acme:offer:gold:1.0",
                                Optional.of("11111111-2222-3333-4444-555555555555"),
                                fake.uri(),
                                more,
                                Map.of()),
                        fake::accepted);
            }
            default -> {
                GoogleServiceControlFake fake = new GoogleServiceControlFake(
                        clock, "acme.example.com", "reporting-1", dimensions, HOUR.multipliedBy(24));
                return new Scene(
                        fake,
                        open(
                                new GoogleMarketplaceProvider(),
                                "acme.example.com",
                                Optional.of("reporting-1"),
                                fake.uri(),
                                Map.of("agent-id", "agent-1", "late-window", "PT24H"),
                                Map.of("service-account-key", serviceAccount(fake.uri()))),
                        fake::accepted);
            }
        }
    }

    private Marketplace open(
            MarketplaceProvider provider,
            String product,
            Optional<String> customer,
            URI fake,
            Map<String, String> more,
            Map<String, Secret> secrets) {
        Map<String, String> settings = new HashMap<>(
                Map.of("endpoint", fake.toString(), "metadata-endpoint", fake.toString(), "deadline", "PT10S"));
        settings.putAll(more);
        return provider.open(new MarketplaceSettings(product, customer, settings, secrets, clock));
    }

    private static Secret serviceAccount(URI fake) {
        return new Secret(() -> "{\"type\":\"service_account\",\"project_id\":\"p\",\"private_key_id\":\"k\","
                + "\"private_key\":\"-----BEGIN PRIVATE KEY-----\\n" + PRIVATE_KEY
                + "\\n-----END PRIVATE KEY-----\\n\","
                + "\"client_email\":\"meter@p.iam.gserviceaccount.com\",\"client_id\":\"1\","
                + "\"token_uri\":\"" + fake + "/token\"}");
    }

    private static final String PRIVATE_KEY = privateKey();

    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The only process there is. */
    private static final class Alone implements Fence {
        @Override
        public long token() {
            return 1;
        }

        @Override
        public void require(LedgerTransaction transaction) {
            // Nobody else meters here.
        }
    }
}
