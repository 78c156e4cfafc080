package org.apportion.metering.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFormatTest {
    private static final String WHOLE = """
            {"specversion":"1.0","id":"7","source":"/shop","type":"com.example.called","subject":"acme",
             "time":"2027-01-31T10:00:00.5+01:00","datacontenttype":"application/json","data":{"count":3,"b":[1,null]}}
            """;

    @Test
    void theStructuredModeHasAttributesAndDataInOneObject() {
        CloudEvent event = read(EventFormat.structured(WHOLE));

        assertThat(event.id()).isEqualTo("7");
        assertThat(event.source()).isEqualTo("/shop");
        assertThat(event.type()).isEqualTo("com.example.called");
        assertThat(event.subject()).isEqualTo("acme");
        assertThat(event.time()).isEqualTo(Instant.parse("2027-01-31T09:00:00.5Z"));
        assertThat(event.data().path("count").intValue()).isEqualTo(3);
    }

    @Test
    void theSameEventInEachModeSaysTheSame() {
        Map<String, String> attributes = new HashMap<>(Map.of(
                "specversion", "1.0",
                "id", "7",
                "source", "/shop",
                "type", "com.example.called",
                "subject", "acme",
                "time", "2027-01-31t09:00:00.500z"));
        CloudEvent binary = read(EventFormat.binary(
                name -> attributes.getOrDefault(name, ""),
                "application/json; charset=utf-8",
                "{\"b\":[1.0,null],\"count\":3}"));
        CloudEvent batched = read(EventFormat.batch("[" + WHOLE + "]").get(0));
        // {"count":3,"b":[1,null]} in Base64
        CloudEvent encoded = read(EventFormat.structured(
                WHOLE.replaceFirst("\"data\":.*\\}\\}", "\"data_base64\":\"eyJjb3VudCI6MywiYiI6WzEsbnVsbF19\"}")));
        String digest = read(EventFormat.structured(WHOLE)).digest();

        assertThat(List.of(binary.digest(), batched.digest(), encoded.digest())).containsOnly(digest);
        assertThat(read(EventFormat.structured(WHOLE.replace("\"count\":3", "\"count\":\"3\"")))
                        .digest())
                .isNotEqualTo(digest);
    }

    @Test
    void whatTheSpecificationRequiresIsRequired() {
        refuses("\"id\":\"7\"", "\"id\":\"\"", "The attribute id is missing, empty or too long.");
        refuses("\"source\":\"/shop\",", "", "The attribute source is missing");
        refuses("com.example.called", "", "The attribute type is missing");
        refuses("\"id\":\"7\"", "\"id\":7", "The attribute id is no text.");
        refuses("\"1.0\"", "\"0.3\"", "The specversion is not 1.0.");
        refuses("2027-01-31T10:00:00.5+01:00", "2027-01-31T10:00:00", "The time is no time with an offset");
        refuses("\"time\":\"2027-01-31T10:00:00.5+01:00\",", "", "The attribute time is missing");
        refuses("application/json", "text/plain", "The data is not JSON.");
        refuses("\"data\"", "\"data_base64\":\"?\",\"data\"", "The data_base64 is not Base64.");
        assertThat(problem(EventFormat.structured("[]"))).isEqualTo("An event is no JSON object.");
        assertThat(problem(EventFormat.structured("{garbage"))).isEqualTo("The text is no JSON.");
    }

    @Test
    void aBadEventOfABatchIsOneBadEvent() {
        List<EventFormat.Read> read = EventFormat.batch("[{}," + WHOLE + ",3]");

        assertThat(problem(read.get(0))).startsWith("The specversion");
        assertThat(read(read.get(1)).id()).isEqualTo("7");
        assertThat(problem(read.get(2))).isEqualTo("An event is no JSON object.");
        assertThat(EventFormat.batch("[]")).isEmpty();
        assertThatThrownBy(() -> EventFormat.batch(WHOLE))
                .hasMessage("METER_EVENT_UNREADABLE: The batch is no JSON array. Correct what sends the events.");
    }

    private static void refuses(String part, String otherwise, String problem) {
        assertThat(problem(EventFormat.structured(WHOLE.replace(part, otherwise))))
                .startsWith(problem);
    }

    private static CloudEvent read(EventFormat.Read read) {
        assertThat(read).isInstanceOf(EventFormat.Read.Event.class);
        return ((EventFormat.Read.Event) read).event();
    }

    private static String problem(EventFormat.Read read) {
        assertThat(read).isInstanceOf(EventFormat.Read.Failed.class);
        return ((EventFormat.Read.Failed) read).problem();
    }
}
