package io.weir.hdfs;

import io.weir.connector.format.InputSplit;
import java.util.List;

/**
 * A split of one of Hadoop's input formats: the class of the split and what it writes of itself. A value.
 *
 * @param getSplitNumber its number
 * @param getHosts the hosts that hold it
 * @param type the name of its class
 * @param bytes what it has written
 */
public record HadoopSplit(int getSplitNumber, List<String> getHosts, String type, byte[] bytes) implements InputSplit {
    /** Takes a copy of the list. */
    public HadoopSplit {
        getHosts = List.copyOf(getHosts);
    }
}
