package org.apportion.testkit.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the demo's bills and usage. To write them anew after a change, run the main method with the demo's folder, such as
 * {@code examples/demo}.
 */
public final class DemoMonth {
    static final LocalDate FIRST_DAY = LocalDate.of(2026, 10, 1);

    private DemoMonth() {}

    /**
     * Writes the demo month into a folder.
     *
     * @param arguments the demo's folder
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (Map.Entry<String, String> file : files().entrySet()) {
            write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** Relative path to content, before compression. */
    public static Map<String, String> files() {
        AzureBill azure = new AzureBill();
        Map<String, String> files = new LinkedHashMap<>();
        files.put("bills/aws/2026-10.csv.gz", new AwsBill().text());
        files.put("bills/azure/actual-2026-10.csv.gz", azure.actual());
        files.put("bills/azure/amortized-2026-10.csv.gz", azure.amortized());
        files.put("bills/gcp/2026-10.ndjson.gz", new GcpBill().text());
        files.put("usage/kubernetes-2026-10.csv.gz", DemoUsage.kubernetes());
        files.put("usage/kafka-2026-10.csv", DemoUsage.kafka());
        files.put("usage/bigquery-2026-10.csv", DemoUsage.bigQuery());
        files.put("usage/postgres-2026-10.csv", DemoUsage.postgres());
        return files;
    }

    static List<LocalDate> days() {
        return Stream.iterate(FIRST_DAY, day -> day.plusDays(1)).limit(31).toList();
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(file);
                OutputStream packed = file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out) {
            packed.write(bytes);
        }
    }
}
