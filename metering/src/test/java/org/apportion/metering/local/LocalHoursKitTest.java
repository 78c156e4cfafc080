package org.apportion.metering.local;

/** The marketplace that is a file, with one record per hour as the clouds have it. */
class LocalHoursKitTest extends LocalMarketplaceKitTest {
    @Override
    String oneRecordPerHour() {
        return "true";
    }
}
