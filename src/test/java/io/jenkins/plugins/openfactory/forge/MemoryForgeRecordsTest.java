package io.jenkins.plugins.openfactory.forge;

class MemoryForgeRecordsTest extends ForgeRecordsContract {
    private final ForgeRecords records = new MemoryForgeRecords();

    @Override
    protected ForgeRecords records() {
        return records;
    }
}
