package org.apportion.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** A folder with a configuration and a bill of 5.00 EUR for October 2026: 4.00 of the team shop, 1.00 of nobody. */
final class Company {
    private static final String HEADING = "BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,"
            + "ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,ResourceId,BilledCost,EffectiveCost,ListCost,"
            + "ContractedCost,Tags\n";

    private final Path folder;

    private Company(Path folder) {
        this.folder = folder;
    }

    /** The one that is there. */
    static Company at(Path folder) {
        return new Company(folder);
    }

    static Company in(Path folder) {
        Company company = new Company(folder);
        company.write("apportion.yaml", """
                currency: EUR
                engine: {threads: 1, memory-limit: 256MB}
                sources:
                  - id: bills
                    path: bills
                    mapping: focus
                organization:
                  units:
                    - {id: shop, name: Shop, kind: team}
                directory:
                  entries:
                    - {tag: {team: shop}, unit: shop}
                rules:
                  - id: team
                    when: "'team' in Tags"
                    tiers:
                      - direct: {tag: team}
                outputs:
                  - id: charges
                    content: charges
                    path: out/{month}/charges.csv
                """, 1);
        company.bill(row("Compute", "vm-1", "4.00", "shop") + row("Compute", "vm-2", "1.00", ""), 1_000);
        return company;
    }

    static String row(String service, String resource, String cost, String team) {
        String tags = team.isEmpty() ? "" : "\"{\"\"team\"\": \"\"" + team + "\"\"}\"";
        return "000123,EUR,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,Usage,"
                + String.join(",", service, resource, cost, cost, cost, cost, tags) + "\n";
    }

    /** Writes the bill with a time of last change, which orders bills of one name. */
    void bill(String rows, long modified) {
        write("bills/october.csv", HEADING + rows, modified);
    }

    void configure(String target, String replacement) {
        String before = text("apportion.yaml");
        if (!before.contains(target)) {
            throw new IllegalArgumentException("the configuration has no " + target);
        }
        write("apportion.yaml", before.replace(target, replacement), 1);
    }

    void write(String name, String text, long modified) {
        try {
            Path file = file(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(modified)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    String config() {
        return file("apportion.yaml").toString();
    }
}
