package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of OpenCost issue 1124: idle cost, a shared namespace and a filter at once. Two clusters; ns1, ns2 and ns3 use 28,
 * 36 and 18, and 20 and 10 are idle. In the first cluster ns1 and ns2 use as much CPU (3 each, 5 idle), and 13 and 3 of memory (15
 * idle). ns1 is shared by the others as 2 to 1. Whoever looks at ns2 alone shall see 74.771, of which 20.104 were idle: 10.3125 of
 * its own and 9.7917 with ns1's; OpenCost showed 25 of idle cost.
 */
class SharedNamespaceTest {
    private static final String HEADING =
            "BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ServiceName,ResourceId,BilledCost\n";

    @TempDir
    Path folder;

    @Test
    void aUnitSeesItsIdleAndSharedCostAlsoWhenItLooksAtItselfAlone() {
        Company company = Company.in(folder);
        company.write(
                "bills/october.csv",
                HEADING
                        + row("CPU", "cluster-1-cpu", "11")
                        + row("Memory", "cluster-1-memory", "31")
                        + row("Other", "ns1", "12")
                        + row("Other", "ns2", "12")
                        + row("Nodes", "cluster-2", "46"),
                1_000);
        company.write("usage/usage.csv", """
                hour,resource,consumer,metric,value,unit
                2026-10-01T00:00:00Z,cluster-1-cpu,ns1,used,3,EUR
                2026-10-01T00:00:00Z,cluster-1-cpu,ns2,used,3,EUR
                2026-10-01T00:00:00Z,cluster-1-memory,ns1,used,13,EUR
                2026-10-01T00:00:00Z,cluster-1-memory,ns2,used,3,EUR
                2026-10-01T00:00:00Z,cluster-2,ns2,used,18,EUR
                2026-10-01T00:00:00Z,cluster-2,ns3,used,18,EUR
                """, 1_000);
        company.write("apportion.yaml", """
                currency: EUR
                engine: {threads: 1, memory-limit: 256MB}
                sources:
                  - {id: bills, path: bills, mapping: generic}
                  - {id: usage, kind: usage, path: usage}
                organization:
                  units: [{id: ns1}, {id: ns2}, {id: ns3}]
                directory:
                  entries:
                    - {principal: ns1, unit: ns1}
                    - {principal: ns2, unit: ns2}
                    - {principal: ns3, unit: ns3}
                rules:
                  - {id: own, when: ServiceName == 'Other' && ResourceId == 'ns1', tiers: [direct: {consumer: 'principal:ns1'}]}
                  - {id: own-2, when: ServiceName == 'Other', tiers: [direct: {consumer: 'principal:ns2'}]}
                  - {id: nodes, tiers: [metric: used]}
                prices:
                  customers: [{id: c2, unit: ns2}, {id: c3, unit: ns3}]
                  components: [{id: ns1, source: 'principal:ns1'}]
                  services:
                    - {id: ns2-on-ns1, customer: c2, uses: [{component: ns1, quantity: 36}]}
                    - {id: ns3-on-ns1, customer: c3, uses: [{component: ns1, quantity: 18}]}
                """, 1);
        Cli.Answer run = Cli.run("run", "-m", "2026-10", "-c", company.config(), "--quiet");
        assertThat(run.code()).as(run.err()).isZero();

        assertThat(priced("--by", "unit"))
                .containsExactly(
                        "unit,amount,currency,share",
                        "ns2,74.770833333333333333,EUR,0.667597",
                        "ns3,37.229166666666666667,EUR,0.332403");
        assertThat(priced("--by", "unit", "--where", "unit=ns2"))
                .containsExactly("unit,amount,currency,share", "ns2,74.770833333333333333,EUR,1.000000");
        assertThat(Cli.run("report", "--by", "unit", "-c", company.config(), "-o", "csv")
                        .out()
                        .lines())
                .containsExactly(
                        "unit,amount,currency,share",
                        "ns2,46.312500000000000000,EUR,0.413504",
                        "ns1,42.687500000000000000,EUR,0.381138",
                        "ns3,23.000000000000000000,EUR,0.205357");
    }

    private List<String> priced(String... more) {
        String config = folder.resolve("apportion.yaml").toString();
        String[] call = Stream.concat(Stream.of("report", "--priced", "-c", config, "-o", "csv"), Stream.of(more))
                .toArray(String[]::new);
        return Cli.run(call).out().lines().toList();
    }

    private static String row(String service, String resource, String cost) {
        return "EUR,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z," + String.join(",", service, resource, cost) + "\n";
    }
}
