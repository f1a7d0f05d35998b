package io.weir.connector.file;

/** Reads records of a fixed number of bytes as they are. The task's thread owns it. */
public final class FixedLengthRecordFormat extends FixedLengthInputFormat<byte[]> {
    private static final long serialVersionUID = 1L;

    /**
     * Creates a format.
     *
     * @param recordLength how many bytes a record has, at least 1
     */
    public FixedLengthRecordFormat(int recordLength) {
        super(recordLength);
    }

    @Override
    protected byte[] readRecord(byte[] bytes) {
        return bytes;
    }
}
