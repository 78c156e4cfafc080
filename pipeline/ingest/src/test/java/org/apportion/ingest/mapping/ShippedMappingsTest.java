package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedMappingsTest {

    static List<String> names() {
        return Mappings.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyShippedMappingLoadsUnderItsOwnName(String name) {
        Mapping mapping = Mappings.shipped(name);
        assertThat(mapping.name()).isEqualTo(name);
        assertThat(mapping.title()).isNotEmpty();
        assertThat(mapping.id()).isEqualTo(name + "@" + mapping.version());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyShippedMappingRecognizesItsOwnHeadingsAndNoOtherIsChosen(String name) {
        List<String> headings = Mappings.shipped(name).definition().detectAll();
        if (name.equals("generic")) {
            assertThat(headings).isEmpty();
            return;
        }
        assertThat(Mappings.detect(Set.copyOf(headings))).map(Mapping::name).contains(name);
    }

    @Test
    void unknownHeadingsAreRecognizedByNoMapping() {
        assertThat(Mappings.detect(Set.of("Datum", "Betrag"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void keysOfALookupTableStandOnce(String name) {
        List<LookupTable> tables = new ArrayList<>();
        Mappings.shipped(name).definition().columns().values().forEach(rule -> Lookups.in(rule, tables));
        tables.forEach(
                table -> assertThat(table.repeatedKeys(1)).as(table.name()).isEmpty());
    }

    /** Finds the tables that a rule looks into, at the top of the rule or in a list of choices. */
    private static final class Lookups {
        static void in(Expression rule, List<LookupTable> found) {
            if (rule instanceof Expression.Lookup lookup) {
                found.add(lookup.table());
            } else if (rule instanceof Expression.FirstOf first) {
                first.choices().forEach(choice -> in(choice, found));
            }
        }
    }
}
