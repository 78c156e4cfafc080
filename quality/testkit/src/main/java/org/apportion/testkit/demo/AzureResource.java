package org.apportion.testkit.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * A resource that is billed once a day.
 *
 * @param unit unit of measure; a number in front is the block that the price is for
 */
record AzureResource(
        String subscription,
        String category,
        String service,
        String group,
        String type,
        String name,
        String meter,
        String quantity,
        String unit,
        int block,
        String price,
        String tags) {
    static final String LOGISTICS = "10c15000-0000-4000-8000-000000000001";
    static final String CORPORATE = "c0e90000-0000-4000-8000-000000000002";
    static final List<AzureResource> ALL = List.of(
            new AzureResource(
                    LOGISTICS,
                    "Virtual Machines",
                    "Microsoft.Compute",
                    "rg-warehouse",
                    "virtualMachines",
                    "pick-controller",
                    "D4s v5",
                    "192",
                    "1 Hour",
                    1,
                    "0.2300000000",
                    team("warehouse-ops")),
            new AzureResource(
                    LOGISTICS,
                    "SQL Database",
                    "Microsoft.Sql",
                    "rg-inventory",
                    "servers/databases",
                    "stock",
                    "vCore",
                    "288",
                    "1 Hour",
                    1,
                    "0.2154320987",
                    team("inventory")),
            new AzureResource(
                    LOGISTICS,
                    "Storage",
                    "Microsoft.Storage",
                    "rg-robotics",
                    "storageAccounts",
                    "robotvideo",
                    "Hot LRS Data Stored",
                    "612.90322581",
                    "1 GB/Month",
                    1,
                    "0.0176543210",
                    team("Robotics")),
            new AzureResource(
                    LOGISTICS,
                    "Azure Cosmos DB",
                    "Microsoft.DocumentDB",
                    "rg-tracking",
                    "databaseAccounts",
                    "parcels",
                    "100 RU/s",
                    "9600",
                    "100 Hours",
                    100,
                    "0.8000000000",
                    "\"Team\": \"tracking\",\"env\": \"prod\""),
            new AzureResource(
                    LOGISTICS,
                    "Event Hubs",
                    "Microsoft.EventHub",
                    "rg-tracking",
                    "namespaces",
                    "scans",
                    "Standard Ingress Events",
                    "88000000",
                    "1M",
                    1000000,
                    "0.0280000000",
                    team("tracking")),
            new AzureResource(
                    LOGISTICS,
                    "Virtual Machines",
                    "Microsoft.Compute",
                    "rg-returns",
                    "virtualMachines",
                    "returns-app",
                    "B4ms",
                    "48",
                    "1 Hour",
                    1,
                    "0.1660000000",
                    ""),
            new AzureResource(
                    LOGISTICS,
                    "Bandwidth",
                    "Microsoft.Compute",
                    "rg-carrier",
                    "virtualMachines",
                    "edi-gateway",
                    "Standard Data Transfer Out",
                    "74",
                    "1 GB",
                    1,
                    "0.0740000000",
                    team("carrier-gateway")),
            new AzureResource(
                    LOGISTICS,
                    "Log Analytics",
                    "Microsoft.OperationalInsights",
                    "rg-ops",
                    "workspaces",
                    "logs",
                    "Analytics Logs Data Ingestion",
                    "41",
                    "1 GB",
                    1,
                    "2.5200000000",
                    "\"owner_team\": \"observability\""),
            new AzureResource(
                    CORPORATE,
                    "Azure Database for PostgreSQL",
                    "Microsoft.DBforPostgreSQL",
                    "rg-orders",
                    "flexibleServers",
                    "orders-db",
                    "General Purpose vCore",
                    "768",
                    "1 Hour",
                    1,
                    "0.0991234567",
                    "\"shared\": \"orders-db\""),
            new AzureResource(
                    CORPORATE,
                    "Virtual Machines",
                    "Microsoft.Compute",
                    "rg-payments",
                    "virtualMachines",
                    "psp-adapter",
                    "D2s v5",
                    "96",
                    "1 Hour",
                    1,
                    "0.1150000000",
                    team("payments")),
            new AzureResource(
                    CORPORATE,
                    "Key Vault",
                    "Microsoft.KeyVault",
                    "rg-identity",
                    "vaults",
                    "keys",
                    "Operations",
                    "1250000",
                    "10K",
                    10000,
                    "0.0260000000",
                    team("identity")),
            new AzureResource(
                    CORPORATE,
                    "Microsoft Defender for Cloud",
                    "Microsoft.Security",
                    "rg-security",
                    "pricings",
                    "servers",
                    "Standard Node",
                    "960",
                    "1 Hour",
                    1,
                    "0.0180000000",
                    team("security-ops")),
            new AzureResource(
                    CORPORATE,
                    "SQL Database",
                    "Microsoft.Sql",
                    "rg-hr",
                    "servers/databases",
                    "people",
                    "vCore",
                    "96",
                    "1 Hour",
                    1,
                    "0.2154320987",
                    team("hr-systems")),
            new AzureResource(
                    CORPORATE,
                    "Machine Learning",
                    "Microsoft.MachineLearningServices",
                    "rg-fraud",
                    "workspaces",
                    "scoring",
                    "Compute hour",
                    "120",
                    "1 Hour",
                    1,
                    "0.3876543211",
                    team("fraud")),
            new AzureResource(
                    CORPORATE,
                    "Power BI Embedded",
                    "Microsoft.PowerBIDedicated",
                    "rg-bi",
                    "capacities",
                    "reports",
                    "A2 Node",
                    "24",
                    "1 Hour",
                    1,
                    "1.8800000000",
                    team("bi-reports")),
            new AzureResource(
                    CORPORATE,
                    "Storage",
                    "Microsoft.Storage",
                    "rg-archive",
                    "storageAccounts",
                    "oldinvoices",
                    "Cool LRS Data Stored",
                    "967.74193548",
                    "1 GB/Month",
                    1,
                    "0.0100000000",
                    ""));

    static String subscriptionName(String id) {
        return id.equals(LOGISTICS) ? "nordwind-logistics" : "nordwind-corporate";
    }

    /** Runs around the clock or is stored: the same quantity each day. */
    boolean isSteady() {
        return List.of("1 Hour", "1 GB/Month").contains(unit) && !meter.equals("Compute hour");
    }

    String id() {
        return "/subscriptions/%s/resourceGroups/%s/providers/%s/%s/%s"
                .formatted(subscription, group, service, type, name);
    }

    BigDecimal cost(BigDecimal quantity) {
        return quantity.multiply(new BigDecimal(price)).divide(BigDecimal.valueOf(block), 14, RoundingMode.HALF_EVEN);
    }

    private static String team(String name) {
        return "\"team\": \"" + name + "\"";
    }
}
