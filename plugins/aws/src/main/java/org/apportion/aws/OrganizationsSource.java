package org.apportion.aws;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.http.FetchFolder;
import org.apportion.http.Json;
import org.apportion.http.objects.ObjectError;
import org.apportion.model.Counted;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.spi.source.RemoteSource;

/**
 * The file {@code accounts.csv} with id and name of each account, in order of id. An account that is gone keeps its last name, since
 * bills still hold it. E-mail addresses are not kept.
 */
final class OrganizationsSource implements RemoteSource {
    static final String FILE = "accounts.csv";
    private static final String STATE = ".state/accounts.ndjson";

    private final AccountList accounts;
    private final FetchFolder folder;
    private final AwsLogin login;

    OrganizationsSource(AccountList accounts, Path folder, AwsLogin login) {
        this.accounts = accounts;
        this.folder = new FetchFolder(folder, ObjectError.OBJECT_FILE_UNWRITABLE);
        this.login = login;
    }

    @Override
    public Fetched fetch(FetchWindow window, Progress progress) {
        progress.start("Fetching " + AccountList.PLACE, 0, "accounts");
        folder.sweep();
        Map<String, String> now = accounts.names();
        progress.advanceTo(now.size());
        Map<String, String> all = new TreeMap<>();
        folder.trees(STATE, line -> all.put(Json.text(line, "account"), Json.text(line, "name")));
        long gone = all.keySet().stream().filter(id -> !now.containsKey(id)).count();
        all.putAll(now);
        String csv = "account,name\n"
                + all.entrySet().stream()
                        .map(account ->
                                account.getKey() + ",\"" + account.getValue().replace("\"", "\"\"") + "\"\n")
                        .collect(Collectors.joining());
        boolean changed = folder.write(FILE, csv);
        folder.write(
                STATE,
                all.entrySet().stream()
                        .map(account -> Json.write(Json.object()
                                        .put("account", account.getKey())
                                        .put("name", account.getValue()))
                                + "\n")
                        .collect(Collectors.joining()));
        return new Fetched(
                now.size(),
                changed ? 1 : 0,
                changed ? csv.getBytes(StandardCharsets.UTF_8).length : 0,
                gone == 0
                        ? List.of()
                        : List.of(Counted.of(gone, "account") + " no longer in the organization; the last names stay"));
    }

    @Override
    public void close() {
        login.close();
    }
}
