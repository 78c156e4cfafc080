package org.apportion.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.apportion.testkit.marketplace.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MicrosoftContractTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final AzureScene scene = AzureScene.managed();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void oneRecordIsThisRequestAfterTheseQuestions() {
        assertThat(meter(record("nodes", "2.50", NOON)))
                .isInstanceOfSatisfying(
                        MeterAnswer.Accepted.class,
                        accepted -> assertThat(accepted.recordId()).isEqualTo("usage-event-1"));
        List<FakeHttpService.Request> requests = scene.fake.requests();
        assertThat(requests)
                .extracting(request -> request.method() + " " + request.target())
                .containsExactly(
                        "GET /metadata/instance?api-version=2020-09-01",
                        "GET /metadata/identity/oauth2/token?api-version=2018-02-01"
                                + "&resource=https%3A%2F%2Fmanagement.azure.com%2F",
                        "GET /subscriptions/sub-1/resourceGroups/group-1?api-version=2019-10-01",
                        "GET /metadata/identity/oauth2/token?api-version=2018-02-01"
                                + "&resource=20e940b3-4c77-4b0b-9a53-9e16a1b010a7",
                        "POST /api/usageEvent?api-version=2018-08-31");
        assertThat(requests.get(0).headers()).containsEntry("metadata", "true");
        assertThat(requests.get(2).headers()).containsEntry("authorization", "Bearer token-of-the-management");
        FakeHttpService.Request event = requests.get(4);
        assertThat(event.body())
                .isEqualTo("{\"resourceUri\":\"" + AzureScene.APPLICATION + "\",\"quantity\":2.50,"
                        + "\"dimension\":\"nodes\",\"effectiveStartTime\":\"2026-11-01T12:00:00Z\","
                        + "\"planId\":\"gold\"}");
        assertThat(event.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("authorization", "Bearer token-of-the-marketplace")
                .containsKey("x-ms-requestid");
        assertThat(event.header("x-ms-correlationid")).matches("[0-9a-f-]{36}");
    }

    @Test
    void severalRecordsAreABatch() {
        scene.marketplace().meter(List.of(record("nodes", "1", NOON), record("users", "2", NOON)));
        FakeHttpService.Request batch = scene.fake.meteringRequests().get(0);
        assertThat(batch.target()).isEqualTo("/api/batchUsageEvent?api-version=2018-08-31");
        assertThat(batch.body())
                .isEqualTo("{\"request\":[{\"resourceUri\":\"" + AzureScene.APPLICATION + "\",\"quantity\":1,"
                        + "\"dimension\":\"nodes\",\"effectiveStartTime\":\"2026-11-01T12:00:00Z\","
                        + "\"planId\":\"gold\"},{\"resourceUri\":\"" + AzureScene.APPLICATION + "\",\"quantity\":2,"
                        + "\"dimension\":\"users\",\"effectiveStartTime\":\"2026-11-01T12:00:00Z\","
                        + "\"planId\":\"gold\"}]}");
    }

    @Test
    void aSaasOfferIsNamedByItsSubscription() {
        try (AzureScene saas = AzureScene.saas()) {
            saas.marketplace().meter(List.of(record("nodes", "1", NOON)));
            assertThat(saas.fake.requests().get(0).target())
                    .isEqualTo("/metadata/identity/oauth2/token?api-version=2018-02-01&client_id=client+1"
                            + "&resource=20e940b3-4c77-4b0b-9a53-9e16a1b010a7");
            assertThat(saas.fake.requests().get(1).body())
                    .startsWith("{\"resourceId\":\"11111111-2222-3333-4444-555555555555\",");
        }
    }

    @Test
    void aCustomerThatIsNoSubscriptionLeavesTheMachinesApplication() {
        for (String customer : List.of("acme-7", "11111111-2222-3333-4444-55555555555", "urn:11111111")) {
            try (AzureScene machine = AzureScene.managedOf(customer)) {
                assertThat(machine.marketplace().checkAccess(List.of("nodes")))
                        .isInstanceOfSatisfying(
                                AccessCheck.NotKnown.class,
                                check -> assertThat(check.reason())
                                        .contains(
                                                "The customer '" + customer + "' is no SaaS subscription (a GUID): the"
                                                        + " application that manages this machine is billed."));
                assertThat(machine.marketplace().meter(List.of(record("nodes", "1", NOON))))
                        .hasOnlyElementsOfType(MeterAnswer.Accepted.class);
                assertThat(machine.fake.meteringRequests().get(0).body())
                        .startsWith("{\"resourceUri\":\"" + AzureScene.APPLICATION + "\",");
            }
        }
    }

    @Test
    void theTokenIsKeptUntilItsEndComesNear() {
        meter(record("nodes", "1", NOON));
        int before = scene.fake.requests().size();
        scene.clock.advance(Duration.ofMinutes(50));
        meter(record("users", "1", NOON));
        assertThat(scene.fake.requests()).hasSize(before + 1);
        scene.clock.advance(Duration.ofMinutes(6));
        meter(record("users", "1", NOON));
        assertThat(scene.fake.requests()).hasSize(before + 3);
    }

    @Test
    void aRefusedTokenIsFetchedAnew() {
        scene.fake.rejectTokens(1);
        assertThat(meter(record("nodes", "1", NOON))).isInstanceOf(MeterAnswer.RetryLater.class);
        int before = scene.fake.requests().size();
        assertThat(meter(record("nodes", "1", NOON))).isInstanceOf(MeterAnswer.Accepted.class);
        assertThat(scene.fake.requests()).hasSize(before + 2);
    }

    @Test
    void whatOnlyAGatewaySaysIsUnknown() {
        meter(record("users", "1", NOON));
        scene.fake.fail(new Fault.Answer(499, "{\"code\":\"BadArgument\"}"));
        assertThat(meter(record("nodes", "1", NOON))).isInstanceOf(MeterAnswer.Unknown.class);
        scene.fake.fail(new Fault.Answer(404, "<html>not found</html>"));
        assertThat(meter(record("nodes", "1", NOON))).isInstanceOf(MeterAnswer.Unknown.class);
    }

    @Test
    void theSameEventAgainIsADuplicateOfOurs() {
        meter(record("nodes", "2.50", NOON));
        assertThat(meter(record("nodes", "2.5", NOON)))
                .isInstanceOfSatisfying(
                        MeterAnswer.DuplicateSame.class,
                        same -> assertThat(same.recordId()).isEqualTo("usage-event-1"));
    }

    @Test
    void theSameQuantityAtAnotherTimeOfTheHourIsAnothersEvent() {
        meter(record("nodes", "2", NOON));
        assertThat(meter(record("nodes", "2", NOON.plusSeconds(60))))
                .isInstanceOfSatisfying(
                        MeterAnswer.DuplicateOther.class,
                        other -> assertThat(other.acceptedQuantity())
                                .hasValueSatisfying(
                                        quantity -> assertThat(quantity).isEqualByComparingTo("2")));
    }

    @Test
    void aBatchTellsEachEventsOwnFate() {
        meter(record("nodes", "1", NOON));
        List<MeterAnswer> answers = scene.marketplace()
                .meter(List.of(
                        record("nodes", "1", NOON),
                        record("nodes", "5", NOON),
                        record("users", "1", NOON.minusSeconds(90_000)),
                        record("users", "0", NOON),
                        record("users", "3", NOON)));
        assertThat(answers.get(0)).isInstanceOf(MeterAnswer.DuplicateSame.class);
        assertThat(answers.get(1)).isInstanceOf(MeterAnswer.DuplicateOther.class);
        assertThat(answers.get(2)).isInstanceOf(MeterAnswer.Expired.class);
        assertThat(answers.get(3)).isInstanceOf(MeterAnswer.Rejected.class);
        assertThat(answers.get(4)).isInstanceOf(MeterAnswer.Accepted.class);
    }

    @Test
    void anEventMissingInTheAnswerIsUnknownAndThenOurs() {
        scene.fake.leaveOutOfAnswer(1);
        List<MeterRecord> records = List.of(record("nodes", "1", NOON), record("users", "2", NOON));
        List<MeterAnswer> answers = scene.marketplace().meter(records);
        assertThat(answers.get(1)).isInstanceOf(MeterAnswer.Unknown.class);
        assertThat(scene.marketplace().meter(records)).allMatch(MeterAnswer.DuplicateSame.class::isInstance);
    }

    @Test
    void aZeroIsNeverSent() {
        meter(record("nodes", "0", NOON));
        assertThat(scene.fake.requests()).isEmpty();
    }

    @Test
    void throttlingTellsHowLongToWait() {
        scene.fake.fail(new Fault.Throttle(Duration.ofSeconds(9)));
        assertThat(meter(record("nodes", "1", NOON)))
                .isInstanceOfSatisfying(
                        MeterAnswer.RetryLater.class,
                        later -> assertThat(later.after()).contains(Duration.ofSeconds(9)));
    }

    @Test
    void aServerErrorOrHalfAnAnswerIsUnknown() {
        scene.fake.fail(new Fault.InternalErrorAfterAccept());
        assertThat(meter(record("nodes", "1", NOON))).isInstanceOf(MeterAnswer.Unknown.class);
        scene.fake.fail(new Fault.MalformedAnswer());
        assertThat(meter(record("users", "1", NOON))).isInstanceOf(MeterAnswer.Unknown.class);
    }

    @Test
    void anExpiredCredentialMeansLater() {
        scene.fake.fail(new Fault.ExpiredCredentials());
        assertThat(meter(record("nodes", "1", NOON))).isInstanceOf(MeterAnswer.RetryLater.class);
    }

    @Test
    void anInstanceOutsideOfTheMarketplaceBillsNothingAndSaysWhatToSet() {
        scene.fake.unmanaged();
        assertThat(meter(record("nodes", "1", NOON)))
                .isInstanceOfSatisfying(
                        MeterAnswer.RetryLater.class,
                        later -> assertThat(later.message())
                                .contains("no managed application manages it")
                                .contains("microsoft.resource-uri"));
        assertThat(scene.marketplace().checkAccess(List.of("nodes")))
                .isInstanceOfSatisfying(
                        AccessCheck.Refused.class,
                        refused -> assertThat(refused.problem())
                                .startsWith(
                                        "HTTP_ANSWER_UNREADABLE resource group: no managed application manages it."));
    }

    @Test
    void anOldMetadataServiceIsRefused() {
        scene.fake.metadataVersions(List.of("2017-08-01"));
        assertThat(scene.marketplace().checkAccess(List.of("nodes")))
                .isInstanceOfSatisfying(
                        AccessCheck.Refused.class,
                        refused -> assertThat(refused.problem())
                                .isEqualTo("Running in Azure context with insufficient IMDS API version"));
    }

    @Test
    void readingBackSumsTheDayOfThisResourceAlone() {
        meter(record("nodes", "1.5", NOON));
        meter(record("nodes", "2", NOON.minusSeconds(3600)));
        ReadBack told = scene.marketplace().readBack("nodes", NOON.minusSeconds(86_400), NOON.plusSeconds(1));
        assertThat(told).isInstanceOfSatisfying(ReadBack.Told.class, days -> {
            assertThat(days.records()).hasSize(1);
            assertThat(days.records().get(0).slot()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
            assertThat(days.records().get(0).quantity()).isEqualByComparingTo("3.5");
        });
        List<FakeHttpService.Request> requests = scene.fake.requests();
        assertThat(requests.get(requests.size() - 1).target())
                .isEqualTo("/api/usageEvents?api-version=2018-08-31&usageStartDate=2026-10-31T12:00:00Z"
                        + "&UsageEndDate=2026-11-01T12:00:01Z&dimension=nodes");
    }

    @Test
    void theAccountIsTheInstanceWithItsAttestedDocument() {
        Map<String, Object> info = scene.marketplace().accountInfo();
        assertThat(info).containsEntry("cloud_provider", "microsoft").containsKeys("compute", "network");
        assertThat(info.get("attestedData")).asString().isEqualTo("{encoding=pkcs7, signature=cGtjczc=}");
    }

    private MeterAnswer meter(MeterRecord record) {
        return scene.marketplace().meter(List.of(record)).get(0);
    }

    private static MeterRecord record(String dimension, String quantity, Instant timestamp) {
        return new MeterRecord(
                dimension + quantity + timestamp, dimension, new BigDecimal(quantity), timestamp, Map.of());
    }
}
