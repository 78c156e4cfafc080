package org.apportion.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.metering.MeterAnswer;
import tools.jackson.databind.JsonNode;

/** Reads the answer of a batch: every record's own, whatever the order; a record that is missing is unknown. */
final class BatchAnswers {
    private final WireRecords wire;
    private final List<JsonNode> results = new ArrayList<>();
    private final List<JsonNode> unprocessed = new ArrayList<>();
    private final Evidence evidence;

    BatchAnswers(WireRecords wire, JsonNode body, Evidence evidence) {
        this.wire = wire;
        this.evidence = evidence;
        body.path("Results").forEach(results::add);
        body.path("UnprocessedRecords").forEach(unprocessed::add);
    }

    /** The answer about one record. Each line of the answer is used once. */
    MeterAnswer take(MeterRecord record) {
        for (JsonNode result : results) {
            if (wire.isSame(result.path("UsageRecord"), record)) {
                results.remove(result);
                return ofStatus(result);
            }
        }
        for (JsonNode left : unprocessed) {
            if (wire.isSame(left, record)) {
                unprocessed.remove(left);
                return new MeterAnswer.RetryLater(Optional.empty(), "the service left it unprocessed.", evidence);
            }
        }
        return new MeterAnswer.Unknown("the answer does not mention the record.", evidence);
    }

    private MeterAnswer ofStatus(JsonNode result) {
        String status = Redaction.clean(Json.text(result, "Status"));
        return switch (status) {
            case "Success" -> new MeterAnswer.Accepted(Json.text(result, "MeteringRecordId"), evidence);
            case "CustomerNotSubscribed" ->
                new MeterAnswer.Rejected(status, "the customer has no active subscription.", evidence);
            case "DuplicateRecord" ->
                new MeterAnswer.DuplicateOther(
                        Optional.empty(), "another quantity holds this customer, dimension and hour.", evidence);
            default -> new MeterAnswer.Unknown("the answer has the status '" + status + "'.", evidence);
        };
    }
}
