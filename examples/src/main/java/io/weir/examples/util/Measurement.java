package io.weir.examples.util;

import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What a sensor showed.
 *
 * @param sensor the sensor
 * @param x under which circumstances
 * @param y what it showed
 */
public record Measurement(int sensor, int x, double y) {
    private static final int RANGE = 1_000;

    /**
     * Makes up measurements: sensor s shows (s + 1) x + 10 s, and now and then a little more or less.
     *
     * @param sensors how many sensors there are
     * @param measurements how many measurements they take, all together
     * @return the measurements, the same ones each time
     */
    public static Iterator<Measurement> take(int sensors, int measurements) {
        Random random = new Random(measurements);
        return IntStream.range(0, measurements)
                .mapToObj(number -> {
                    int sensor = number % sensors;
                    int x = random.nextInt(RANGE);
                    return new Measurement(sensor, x, (sensor + 1.0) * x + 10.0 * sensor + random.nextGaussian());
                })
                .iterator();
    }
}
