package org.apportion.model.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apportion.model.Validity;
import org.junit.jupiter.api.Test;

/** A pair {@code a<b} reads: a contains a service that uses b. */
class ResaleOrderTest {

    @Test
    void whatAComponentContainsComesBeforeIt() {
        assertThat(order("a<b", "b<d", "a<c").inOrder(new TreeSet<>(List.of("a", "b", "c", "d", "e"))))
                .containsExactly("d", "b", "c", "a", "e");
        assertThat(order("a<b", "b<d", "a<c").cycle()).isEmpty();
    }

    @Test
    void componentsThatAreNotAskedForAreLeftOut() {
        assertThat(order("a<x").inOrder(new TreeSet<>(List.of("a", "b")))).containsExactly("a", "b");
    }

    @Test
    void aCycleIsNamedFromAComponentBackToIt() {
        assertThat(order("a<b", "b<c", "c<b").cycle()).contains(List.of("b", "c", "b"));
        assertThat(order("a<a").cycle()).contains(List.of("a", "a"));
        assertThat(order("a<b", "b<c", "c<d", "d<a", "c<a").cycle()).contains(List.of("a", "b", "c", "a"));
        assertThat(order("a<b", "b<a").inOrder(new TreeSet<>(List.of("a", "b"))))
                .containsExactly("b", "a");
    }

    private static ResaleOrder order(String... pairs) {
        List<Price.Resale> resales = new ArrayList<>();
        List<InternalService> services = new ArrayList<>();
        Stream.of(pairs).map(pair -> pair.split("<", -1)).forEach(pair -> {
            String service = "service-" + services.size();
            resales.add(new Price.Resale("resale-" + service, pair[0], "provider", List.of(service), Validity.ALWAYS));
            services.add(new InternalService(
                    service,
                    service,
                    null,
                    null,
                    true,
                    List.of(new InternalService.Use("use", pair[1], null, BigDecimal.ONE, Validity.ALWAYS)),
                    Validity.ALWAYS));
        });
        return new ResaleOrder(resales, services);
    }
}
