package io.weir.connector.file;

import io.weir.connector.format.InputSplit;
import java.util.List;

/**
 * A part of a file.
 *
 * @param getSplitNumber which of the input's parts it is
 * @param getPath the file, with scheme
 * @param getStart where it begins, in bytes
 * @param getLength its length in bytes; {@link FileSplit#TO_THE_END} of a file that is read as a whole
 * @param getHosts the hosts that hold it
 */
public record FileInputSplit(int getSplitNumber, String getPath, long getStart, long getLength, List<String> getHosts)
        implements InputSplit {
    /** Takes a copy of the list. */
    public FileInputSplit {
        getHosts = List.copyOf(getHosts);
    }

    /** Returns the first byte that does not belong to the part. */
    public long end() {
        return getLength == FileSplit.TO_THE_END ? getLength : getStart + getLength;
    }

    @Override
    public String toString() {
        return getPath + " from " + getStart + (getLength == FileSplit.TO_THE_END ? "" : " to " + end());
    }
}
