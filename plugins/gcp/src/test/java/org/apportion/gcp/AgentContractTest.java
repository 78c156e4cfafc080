package org.apportion.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.apportion.testkit.marketplace.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentContractTest {
    private final AgentScene scene = new AgentScene();
    private final MeterRecord record =
            new MeterRecord("k1", "nodes", BigDecimal.valueOf(7), Instant.parse("2026-11-01T12:00:00Z"), Map.of());

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void theReportIsExactlyThisAfterTheStatus() {
        assertThat(meter())
                .isInstanceOfSatisfying(
                        MeterAnswer.Accepted.class,
                        accepted -> assertThat(accepted.recordId())
                                .isEqualTo(
                                        "queued by ubbagent; last success 2026-11-01T12:00:00Z, failures in a row 0"));
        assertThat(scene.agent.requests())
                .extracting(request -> request.method() + " " + request.target())
                .containsExactly("GET /status", "POST /report");
        FakeHttpService.Request report = scene.agent.requests().get(1);
        assertThat(report.headers()).containsEntry("content-type", "application/json");
        assertThat(report.body())
                .isEqualTo("{\"name\":\"nodes\",\"startTime\":\"2026-11-01T12:00:00Z\","
                        + "\"endTime\":\"2026-11-01T12:00:00Z\",\"value\":{\"int64Value\":7}}");
    }

    @Test
    void anUnknownOutcomeIsForAnOperator() {
        assertThat(scene.marketplace().rules().unknown()).isEqualTo(MarketplaceRules.UnknownOutcome.PARK);
        scene.agent.fail(new Fault.InternalErrorAfterAccept());
        assertThat(meter()).isInstanceOf(MeterAnswer.Unknown.class);
    }

    @Test
    void anAnswerThatSaysNothingAboutTheReportIsForAnOperator() {
        scene.agent.fail(new Fault.Answer(408, "timeout"));
        assertThat(meter()).isInstanceOfAny(MeterAnswer.Unknown.class, MeterAnswer.RetryLater.class);
    }

    @Test
    void anAgentWhoseReportsFailIsRefused() {
        scene.agent.failing(3);
        assertThat(scene.marketplace().checkAccess(List.of("nodes")))
                .isInstanceOfSatisfying(
                        AccessCheck.Refused.class,
                        refused -> assertThat(refused.problem()).contains("failures in a row 3"));
    }

    @Test
    void anAgentNeverGrants() {
        scene.agent.lastSuccess("0001-01-01T00:00:00Z");
        assertThat(scene.marketplace().checkAccess(List.of("nodes")))
                .isInstanceOfSatisfying(
                        AccessCheck.NotKnown.class,
                        unknown -> assertThat(unknown.reason())
                                .contains("only queues")
                                .contains("last success never"));
    }

    private MeterAnswer meter() {
        return scene.marketplace().meter(List.of(record)).get(0);
    }
}
