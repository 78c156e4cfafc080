package org.apportion.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceProvider;
import org.apportion.spi.metering.MarketplaceSettings;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.apportion.testkit.marketplace.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GoogleContractTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final GoogleScene scene = new GoogleScene(Map.of("operations-per-call", "25"));

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void theProviderIsFoundByItsName() {
        assertThat(ServiceLoader.load(MarketplaceProvider.class))
                .anyMatch(provider -> provider.name().equals("google"));
    }

    @Test
    void theReportIsExactlyThis() {
        assertThat(meter(record("k1", "nodes", 7))).isInstanceOf(MeterAnswer.Accepted.class);
        FakeHttpService.Request request = scene.fake.meteringRequests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/v1/services/acme.gcpmarketplace.example.com:report");
        assertThat(request.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("authorization", "Bearer token-of-service-control");
        assertThat(request.body())
                .isEqualTo("{\"operations\":[{\"operationId\":\"k1\","
                        + "\"operationName\":\"acme.gcpmarketplace.example.com/report\","
                        + "\"consumerId\":\"reporting-1\",\"startTime\":\"2026-11-01T11:00:00Z\","
                        + "\"endTime\":\"2026-11-01T12:00:00Z\",\"metricValueSets\":[{"
                        + "\"metricName\":\"acme.gcpmarketplace.example.com/nodes\","
                        + "\"metricValues\":[{\"int64Value\":\"7\"}]}],"
                        + "\"userLabels\":{\"goog-ubb-agent-id\":\"agent-1\"}}]}");
    }

    @Test
    void theTokenIsFetchedOnceByTheAuthLibrary() {
        meter(record("k1", "nodes", 7));
        meter(record("k2", "nodes", 7));
        assertThat(scene.fake.requests())
                .extracting(FakeHttpService.Request::path)
                .filteredOn("/token"::equals)
                .hasSize(1);
    }

    @Test
    void theCheckIsExactlyThisAndGrants() {
        assertThat(scene.marketplace().checkAccess(List.of("nodes"))).isEqualTo(new AccessCheck.Granted());
        FakeHttpService.Request request = scene.fake.requests().get(1);
        assertThat(request.target()).isEqualTo("/v1/services/acme.gcpmarketplace.example.com:check");
        assertThat(request.body())
                .isEqualTo("{\"operation\":{\"operationId\":\"access-check-1793536200000\","
                        + "\"operationName\":\"acme.gcpmarketplace.example.com/report\","
                        + "\"consumerId\":\"reporting-1\",\"startTime\":\"2026-11-01T12:30:00Z\"}}");
    }

    @Test
    void aConsumerThatCannotBeChargedIsRefused() {
        scene.fake.checkError("BILLING_DISABLED");
        assertThat(scene.marketplace().checkAccess(List.of("nodes")))
                .isInstanceOfSatisfying(
                        AccessCheck.Refused.class,
                        refused -> assertThat(refused.problem()).startsWith("BILLING_DISABLED: "));
    }

    @Test
    void aPartialFailureIsEachOperationsOwn() {
        scene.fake.failPartly(1);
        List<MeterAnswer> answers = scene.marketplace()
                .meter(List.of(record("k1", "nodes", 1), record("k2", "gone", 1), record("k3", "users", 1)));
        assertThat(answers.get(0)).isInstanceOf(MeterAnswer.Accepted.class);
        assertThat(answers.get(1)).isInstanceOf(MeterAnswer.Rejected.class);
        assertThat(answers.get(2)).isInstanceOf(MeterAnswer.RetryLater.class);
    }

    @Test
    void aFailedCallWithSeveralOperationsIsUnknown() {
        scene.fake.fail(new Fault.InternalErrorAfterAccept());
        List<MeterRecord> records = List.of(record("k1", "nodes", 1), record("k2", "users", 1));
        assertThat(scene.marketplace().meter(records)).allMatch(MeterAnswer.Unknown.class::isInstance);
        assertThat(scene.marketplace().meter(records)).allMatch(MeterAnswer.Accepted.class::isInstance);
        assertThat(scene.accepted()).hasSize(2);
    }

    @Test
    void aRefusedBatchIsSentOneByOne() {
        scene.fake.fail(new Fault.Answer(400, "{\"error\":{\"status\":\"INVALID_ARGUMENT\"}}"));
        assertThat(scene.marketplace().meter(List.of(record("k1", "nodes", 1), record("k2", "users", 1))))
                .allMatch(MeterAnswer.Accepted.class::isInstance);
    }

    @Test
    void whatOnlyAGatewaySaysIsUnknown() {
        meter(record("k0", "nodes", 1));
        scene.fake.fail(new Fault.Answer(408, "{\"error\":{\"status\":\"INVALID_ARGUMENT\"}}"));
        assertThat(meter(record("k1", "nodes", 1))).isInstanceOf(MeterAnswer.Unknown.class);
        scene.fake.fail(new Fault.Answer(404, "<html>not found</html>"));
        assertThat(meter(record("k1", "nodes", 1))).isInstanceOf(MeterAnswer.Unknown.class);
    }

    @Test
    void halfAnAnswerIsUnknown() {
        scene.fake.fail(new Fault.MalformedAnswer());
        assertThat(meter(record("k1", "nodes", 1))).isInstanceOf(MeterAnswer.Unknown.class);
    }

    @Test
    void expiredCredentialsMeanLaterAndANewToken() {
        scene.fake.fail(new Fault.ExpiredCredentials());
        assertThat(meter(record("k1", "nodes", 1))).isInstanceOf(MeterAnswer.RetryLater.class);
        assertThat(meter(record("k1", "nodes", 1))).isInstanceOf(MeterAnswer.Accepted.class);
        assertThat(scene.fake.requests())
                .extracting(FakeHttpService.Request::path)
                .filteredOn("/token"::equals)
                .hasSize(2);
    }

    @Test
    void throttlingTellsHowLongToWait() {
        scene.fake.fail(new Fault.Throttle(Duration.ofSeconds(9)));
        assertThat(meter(record("k1", "nodes", 1)))
                .isInstanceOfSatisfying(
                        MeterAnswer.RetryLater.class,
                        later -> assertThat(later.after()).contains(Duration.ofSeconds(9)));
    }

    @Test
    void theAccountIsTheSignedIdentity() {
        assertThat(scene.marketplace().accountInfo())
                .containsEntry("cloud_provider", "google")
                .containsEntry("identity", "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln");
        assertThat(scene.fake.requests().get(0).target())
                .isEqualTo("/computeMetadata/v1/instance/service-accounts/default/identity"
                        + "?audience=acme.gcpmarketplace.example.com&format=full");
    }

    @Test
    void credentialsThatCannotBeReadMeanLaterAndAreNotShown() {
        Marketplace broken = open(Map.of(), new Secret(() -> "{\"private_key\":\"hunter2\"}"));
        assertThat(broken.meter(List.of(record("k1", "nodes", 1))))
                .allMatch(MeterAnswer.RetryLater.class::isInstance)
                .noneMatch(answer -> answer.toString().contains("hunter2"));
    }

    @Test
    void aWrongSettingIsNamed() {
        assertThatThrownBy(() -> open(Map.of("operations-per-call", "0"), new Secret(() -> "")))
                .hasMessageContaining("google.operations-per-call");
        assertThatThrownBy(() -> new GoogleMarketplaceProvider()
                        .open(new MarketplaceSettings(
                                "s", Optional.empty(), Map.of(), Map.of(), InstantSource.system())))
                .hasMessageContaining("google.api: the setting needs a customer");
    }

    private static Marketplace open(Map<String, String> settings, Secret credentials) {
        return new GoogleMarketplaceProvider()
                .open(new MarketplaceSettings(
                        "s",
                        Optional.of("c"),
                        settings,
                        Map.of("service-account-key", credentials),
                        InstantSource.system()));
    }

    private MeterAnswer meter(MeterRecord record) {
        return scene.marketplace().meter(List.of(record)).get(0);
    }

    private static MeterRecord record(String key, String dimension, int quantity) {
        return new MeterRecord(key, dimension, BigDecimal.valueOf(quantity), NOON, Map.of());
    }
}
