package org.apportion.gcp;

import java.net.URI;
import java.util.Set;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpLimits;
import org.apportion.http.PluginSettings;
import org.apportion.http.objects.ObjectSettings;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;

/** Opens {@code bigquery}: the billing export of Google Cloud, where it lies. */
public final class BigQueryProvider implements RemoteSourceProvider {
    private static final Set<String> SETTINGS =
            Set.of("table", "project", "location", "endpoint", "partition", "maximum-bytes-billed");
    private static final Set<String> SECRETS = Set.of("service-account-key");
    private static final URI GOOGLE = URI.create("https://bigquery.googleapis.com");
    private static final String NO_PARTITION = "none";
    private static final int PAGE_ROWS = 5_000;
    private static final int ANSWER_BYTES = 128 << 20;

    private final HttpLimits limits;
    private final int pageRows;

    public BigQueryProvider() {
        this(HttpLimits.service(), PAGE_ROWS);
    }

    BigQueryProvider(HttpLimits limits, int pageRows) {
        this.limits = new HttpLimits(
                limits.connectWithin(),
                limits.deadline(),
                ANSWER_BYTES,
                limits.attempts(),
                limits.firstPause(),
                limits.proxy());
        this.pageRows = pageRows;
    }

    @Override
    public String name() {
        return "bigquery";
    }

    @Override
    public RemoteSource open(FetchSettings given) {
        PluginSettings settings = ObjectSettings.plugin(given);
        ObjectSettings.requireKnown(given, SETTINGS, SECRETS);
        String table = settings.required("table");
        if (!table.matches("[A-Za-z0-9:._-]+[.][A-Za-z0-9_]+[.][A-Za-z0-9_-]+")) {
            throw settings.wrong("table", "is not the name of a table", "Write it as project.dataset.table.");
        }
        AccessTokens tokens = AccessTokens.forTables(given.secrets().get("service-account-key"));
        BigQueryTable queries = new BigQueryTable(
                new BigQueryTable.Place(
                        settings.address("endpoint").orElse(GOOGLE),
                        settings.text("project").orElseGet(() -> table.substring(0, table.indexOf('.'))),
                        settings.text("location").orElse(""),
                        most(settings),
                        pageRows),
                tokens::bearer,
                new HttpCaller(limits, given.clock()));
        return new BigQuerySource(new ExportTable(queries, table, partition(settings, table)), given.folder());
    }

    /** The column that cuts the table into days; Google's own export tables are cut by the day of loading, a view is not. */
    private static String partition(PluginSettings settings, String table) {
        String google = table.matches(".*[.]gcp_billing_export_(resource_)?v1_.*") ? "_PARTITIONTIME" : NO_PARTITION;
        String column = settings.text("partition").orElse(google);
        if (!column.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw settings.wrong(
                    "partition", "is not the name of a column", "Write _PARTITIONTIME, another column, or none.");
        }
        return column.equals(NO_PARTITION) ? "" : column;
    }

    private static String most(PluginSettings settings) {
        String most = settings.text("maximum-bytes-billed").orElse("");
        if (!most.matches("[0-9]{0,18}")) {
            throw settings.wrong(
                    "maximum-bytes-billed", "is not a number of bytes", "Write it like 200000000000, or leave it out.");
        }
        return most;
    }
}
