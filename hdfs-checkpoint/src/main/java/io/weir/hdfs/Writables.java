package io.weir.hdfs;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.util.ReflectionUtils;

/** What Hadoop writes of its objects. Stateless; for any thread. */
public final class Writables {
    private Writables() {}

    /**
     * Writes an object.
     *
     * @param value the object
     * @return its bytes
     * @throws IOException if it cannot be written
     */
    public static byte[] bytesOf(Writable value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        value.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /**
     * Reads an object.
     *
     * @param into takes what is read
     * @param bytes what was written
     * @param <T> its type
     * @return the object
     * @throws IOException if it cannot be read
     */
    public static <T extends Writable> T read(T into, byte[] bytes) throws IOException {
        into.readFields(new DataInputStream(new ByteArrayInputStream(bytes)));
        return into;
    }

    /**
     * Copies a value that its reader fills again and again.
     *
     * @param value the value
     * @param configuration the configuration of the job
     * @param <T> its type
     * @return a copy; the value itself if it is not one of Hadoop's
     * @throws IOException if it cannot be copied
     */
    @SuppressWarnings("unchecked") // a copy is of the class of what was copied
    public static <T> T copy(T value, Configuration configuration) throws IOException {
        if (!(value instanceof Writable writable) || value instanceof NullWritable) {
            return value;
        }
        return (T) read(ReflectionUtils.newInstance(writable.getClass(), configuration), bytesOf(writable));
    }

    /**
     * Returns the configuration that was written, with the class loader of the program.
     *
     * @param into takes it
     * @param bytes what was written
     * @param <T> its type
     * @return the configuration
     */
    public static <T extends Configuration> T configuration(T into, byte[] bytes) {
        try {
            read(into, bytes);
        } catch (IOException e) {
            throw new WeirException(ErrorCode.INTERNAL, "The configuration of a Hadoop format cannot be read.", e);
        }
        into.setClassLoader(Thread.currentThread().getContextClassLoader());
        return into;
    }

    /**
     * Makes an object of a class of the program.
     *
     * @param type the name of the class
     * @param configuration given to the object if it wants one
     * @return the object
     * @throws IOException if there is no such class
     */
    public static Object newInstance(String type, Configuration configuration) throws IOException {
        try {
            return ReflectionUtils.newInstance(configuration.getClassByName(type), configuration);
        } catch (ClassNotFoundException e) {
            throw new IOException("The class " + type + " is not in the program's jars", e);
        }
    }

    /**
     * Returns the hosts of a split without those that say nothing.
     *
     * @param locations what the split says; may be null
     * @return the hosts
     */
    public static List<String> hosts(String[] locations) {
        List<String> hosts = new ArrayList<>();
        for (String location : locations == null ? new String[0] : locations) {
            if (location != null && !location.equals("localhost")) {
                hosts.add(location);
            }
        }
        return hosts;
    }
}
