package org.apportion.confluent;

/** The interfaces that are read. Paths, page sizes and roles: Confluent's API reference. */
enum Api {
    COSTS("costs", "billing/v1/costs", "BillingAdmin"),
    SERVICE_ACCOUNTS("service-accounts", "iam/v2/service-accounts", Roles.ADMIN),
    USERS("users", "iam/v2/users", Roles.ADMIN),
    IDENTITY_PROVIDERS("identity-providers", "iam/v2/identity-providers", Roles.ADMIN),
    IDENTITY_POOLS("identity-pools", "", Roles.ADMIN),
    API_KEYS("api-keys", "iam/v2/api-keys", Roles.ADMIN),
    ORGANIZATIONS("organizations", "org/v2/organizations", Roles.ADMIN),
    ENVIRONMENTS("environments", "org/v2/environments", Roles.ADMIN),
    KAFKA_CLUSTERS("kafka-clusters", "cmk/v2/clusters", Roles.ADMIN),
    SCHEMA_REGISTRIES("schema-registries", "srcm/v3/clusters", Roles.ADMIN),
    KSQLDB_CLUSTERS("ksqldb-clusters", "ksqldbcm/v2/clusters", Roles.ADMIN),
    FLINK_POOLS("flink-pools", "fcpm/v2/compute-pools", Roles.ADMIN),
    FLINK_STATEMENTS("flink-statements", "", "FlinkAdmin of the environment"),
    CONNECTORS("connectors", "", Roles.ADMIN),
    METRICS("metrics", "v2/metrics/cloud/query", "MetricsViewer");

    private final String label;
    private final String path;
    private final String role;

    Api(String label, String path, String role) {
        this.label = label;
        this.path = path;
        this.role = role;
    }

    /** For messages and file names. */
    String label() {
        return label;
    }

    /** Without slashes around it; empty if it depends on the object. */
    String path() {
        return path;
    }

    /** The role that lets a key read it. */
    String role() {
        return role;
    }

    /** Whether status 404 says that there is nothing, such as a region that an environment does not use. */
    boolean mayBeAbsent() {
        return this == FLINK_STATEMENTS;
    }

    /** What to do if the key is not accepted. */
    String keyAdvice() {
        return this == FLINK_STATEMENTS
                ? "Create a Flink API key of this region and set flink-<cloud>.<region>-key and -secret."
                : "Create a Cloud API key (resource scope: cloud resource management) and set api-key and api-secret.";
    }

    /** The role that sees the principals of connectors and ksqlDB clusters, which lesser ones do not. */
    private static final class Roles {
        static final String ADMIN = "OrganizationAdmin";

        private Roles() {}
    }
}
