package org.apportion.engine.duckdb;

import java.nio.file.Path;
import java.util.List;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;

/** Opens small sessions for tests. */
final class Sessions {
    private Sessions() {}

    static Engine open(Path temporaryFolder) {
        return new DuckDbEngineProvider().open(new EngineSettings("duckdb", "512MB", 2, temporaryFolder));
    }

    static String one(Engine engine, String sql) {
        List<String> answer = engine.query(sql, row -> String.valueOf(row.text(0)));
        return answer.get(0);
    }
}
