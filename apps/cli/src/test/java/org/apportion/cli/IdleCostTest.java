package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Worked examples of other systems' users: idle cost of clusters, shared namespaces, filters. One hour, sums of a few numbers. */
class IdleCostTest {
    private static final String BILL =
            "BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ServiceName,ResourceId,BilledCost\n";
    private static final String USAGE = "hour,resource,consumer,metric,value,unit\n";

    @TempDir
    Path folder;

    private String config = "";

    private Company company() {
        Company company = Company.in(folder);
        config = company.config();
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
                  - {id: own, when: ResourceId == 'ns1', tiers: [direct: {consumer: 'principal:ns1'}]}
                  - {id: own-2, when: ResourceId == 'ns2', tiers: [direct: {consumer: 'principal:ns2'}]}
                  - {id: memory, when: ServiceName == 'Memory of nodes', tiers: [maximum: [requested, used]]}
                  - {id: nodes, tiers: [metric: used]}
                prices:
                  customers: [{id: c2, unit: ns2}, {id: c3, unit: ns3}]
                  components: [{id: ns1, source: 'principal:ns1'}]
                  services:
                    - {id: ns2-on-ns1, customer: c2, uses: [{component: ns1, quantity: 36}]}
                    - {id: ns3-on-ns1, customer: c3, uses: [{component: ns1, quantity: 18}]}
                """, 1);
        return company;
    }

    /**
     * OpenCost issue 1124: ns1, ns2 and ns3 use 28, 36 and 18 of two clusters, of which 20 and 10 are idle. In the first cluster ns1
     * and ns2 use 3 of CPU each (5 idle), and 13 and 3 of memory (15 idle). ns1 is shared by the others as 2 to 1. Who looks at ns2
     * alone shall see 74.771, of which 20.104 were idle: 10.3125 of its own and 9.7917 with ns1's. OpenCost showed 25 idle.
     */
    @Test
    void aUnitSeesItsIdleAndSharedCostAlsoWhenItLooksAtItselfAlone() {
        run(
                bill("CPU", "cluster-1-cpu", "11")
                        + bill("Memory", "cluster-1-memory", "31")
                        + bill("Other", "ns1", "12")
                        + bill("Other", "ns2", "12")
                        + bill("Nodes", "cluster-2", "46"),
                used("cluster-1-cpu", "ns1", "used", "3")
                        + used("cluster-1-cpu", "ns2", "used", "3")
                        + used("cluster-1-memory", "ns1", "used", "13")
                        + used("cluster-1-memory", "ns2", "used", "3")
                        + used("cluster-2", "ns2", "used", "18")
                        + used("cluster-2", "ns3", "used", "18"));

        assertThat(report("--priced", "--by", "unit"))
                .containsExactly("ns2 74.770833333333333333", "ns3 37.229166666666666667");
        assertThat(report("--priced", "--by", "unit", "--where", "unit=ns2"))
                .containsExactly("ns2 74.770833333333333333");
        assertThat(report("--by", "unit"))
                .containsExactly("ns2 46.312500000000000000", "ns1 42.687500000000000000", "ns3 23.000000000000000000");
    }

    /** Kubecost: 12 slots on two nodes, 7 idle. By node w1 to w4 share 2 idle slots, and w5 gets the 5 of its own node. */
    @Test
    void idleCostOfANodeIsPaidByWhoeverRunsOnIt() {
        run(
                bill("Nodes", "node-1", "6") + bill("Nodes", "node-2", "6"),
                used("node-1", "w1", "used", "1")
                        + used("node-1", "w2", "used", "1")
                        + used("node-1", "w3", "used", "1")
                        + used("node-1", "w4", "used", "1")
                        + used("node-2", "w5", "used", "1"));

        assertThat(report("--by", "consumer"))
                .containsExactly(
                        "principal:w5 6.000000000000000000",
                        "principal:w1 1.500000000000000000",
                        "principal:w2 1.500000000000000000",
                        "principal:w3 1.500000000000000000",
                        "principal:w4 1.500000000000000000");
    }

    /** OpenCost issue 1815: two pods, one requests 1 GB, the other uses 1 GB, on a node of 1 GB. It is charged once, not twice. */
    @Test
    void theLargerOfRequestAndUseNeverChargesMoreThanTheNode() {
        run(
                bill("Memory of nodes", "node-1", "10"),
                used("node-1", "w1", "requested", "1") + used("node-1", "w2", "used", "1"));

        assertThat(report("--by", "consumer"))
                .containsExactly("principal:w1 5.000000000000000000", "principal:w2 5.000000000000000000");
    }

    private void run(String bill, String usage) {
        Company company = company();
        company.write("bills/october.csv", BILL + bill, 1_000);
        company.write("usage/october.csv", USAGE + usage, 1_000);
        Cli.Answer run = Cli.run("run", "-m", "2026-10", "-c", config, "--quiet");
        assertThat(run.code()).as(run.err()).isZero();
    }

    /** Key and amount of each row. */
    private List<String> report(String... more) {
        String[] call = Stream.concat(Stream.of("report", "-c", config, "-o", "csv"), Stream.of(more))
                .toArray(String[]::new);
        return Cli.run(call)
                .out()
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(cells -> cells[0] + " " + cells[1])
                .toList();
    }

    private static String bill(String service, String resource, String cost) {
        return "EUR,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z," + String.join(",", service, resource, cost) + "\n";
    }

    private static String used(String resource, String consumer, String metric, String value) {
        return "2026-10-01T00:00:00Z," + String.join(",", resource, consumer, metric, value) + ",slots\n";
    }
}
