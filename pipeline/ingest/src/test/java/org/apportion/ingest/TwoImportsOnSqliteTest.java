package org.apportion.ingest;

/** Two processes of one machine with the ledger in a file. */
class TwoImportsOnSqliteTest extends AbstractTwoImports {
    @Override
    String address(String name) {
        return "jdbc:sqlite:" + folder.resolve(name + ".db");
    }
}
