package org.apportion.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** Every constant of every {@link ErrorCode} enum, with its room and its Javadoc. */
final class ErrorCodes {
    private static final Map<String, String> ROOMS = Map.ofEntries(
            Map.entry("allocate", "Allocation"),
            Map.entry("cli", "Command line"),
            Map.entry("config", "Configuration"),
            Map.entry("confluent", "Plugins: Confluent"),
            Map.entry("engine", "Engine"),
            Map.entry("http", "Plugins: HTTP"),
            Map.entry("ingest", "Import"),
            Map.entry("kubernetes", "Plugins: Kubernetes"),
            Map.entry("lake", "Lake"),
            Map.entry("ledger", "Ledger"),
            Map.entry("metering", "Metering"),
            Map.entry("price", "Prices"),
            Map.entry("prometheus", "Plugins: Prometheus"),
            Map.entry("publish", "Output files"),
            Map.entry("run", "Run"),
            Map.entry("report", "Reports"),
            Map.entry("server", "Server"),
            Map.entry("upload", "Plugins: uploads"));

    private static final Pattern MEANING =
            Pattern.compile("/\\*\\* ((?:(?!\\*/).)*?) \\*/\\s+([A-Z][A-Z_]+)[,;(]", Pattern.DOTALL);

    private ErrorCodes() {}

    record Code(String room, String name, ErrorKind kind, String meaning) {}

    /** In order of name. */
    static List<Code> all() {
        List<Code> codes = new ArrayList<>();
        for (Path file : Repository.files("Error.java")) {
            String text = Repository.read(file);
            if (file.toString().contains("src/main/java") && text.contains("implements ErrorCode")) {
                codes.addAll(codes(file, text));
            }
        }
        codes.sort(Comparator.comparing(Code::name));
        return codes;
    }

    private static List<Code> codes(Path file, String text) {
        String path = file.toString().replace('\\', '/');
        String type = path.substring(path.indexOf("/org/apportion/") + 1, path.length() - ".java".length())
                .replace('/', '.');
        String room = List.of(type.split("\\.", -1)).get(2);
        List<Code> codes = new ArrayList<>();
        for (Object constant : constants(type)) {
            ErrorCode code = (ErrorCode) constant;
            codes.add(new Code(ROOMS.getOrDefault(room, room), code.name(), code.kind(), meaning(text, code.name())));
        }
        return codes;
    }

    private static Object[] constants(String type) {
        try {
            return Objects.requireNonNull(Class.forName(type).getEnumConstants(), type);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(type + " is not on the class path of this test", e);
        }
    }

    private static String meaning(String text, String name) {
        Matcher constant = MEANING.matcher(text);
        while (constant.find()) {
            if (constant.group(2).equals(name)) {
                return constant.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ").replaceAll("\\{@code ([^}]*)}", "`$1`");
            }
        }
        throw new AssertionError(name + " has no Javadoc that says what it means");
    }
}
