package io.weir.examples.util;

import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What a car reports while it drives.
 *
 * @param number the car
 * @param speed its speed in km/h
 * @param metres how far it has come
 * @param time when, in milliseconds since it all began
 */
public record Car(int number, int speed, double metres, long time) {
    private static final int TOP_SPEED = 100;
    private static final int SPEED_STEP = 5;
    private static final int FIRST_SPEED = 50;
    private static final double METRES_PER_SECOND = 1 / 3.6;
    private static final long MILLIS_PER_REPORT = 100;

    /**
     * Makes up reports of cars whose drivers now accelerate and now brake.
     *
     * @param cars how many cars there are
     * @param reports how many reports they give, all together
     * @return the reports, the same ones each time
     */
    public static Iterator<Car> drive(int cars, int reports) {
        Random random = new Random(cars);
        Car[] latest = new Car[cars];
        for (int number = 0; number < cars; number++) {
            latest[number] = new Car(number, FIRST_SPEED, 0, 0);
        }
        return IntStream.range(0, reports)
                .mapToObj(report -> {
                    int number = report % cars;
                    latest[number] = latest[number].next(random.nextBoolean());
                    return latest[number];
                })
                .iterator();
    }

    private Car next(boolean faster) {
        int newSpeed = faster ? Math.min(TOP_SPEED, speed + SPEED_STEP) : Math.max(0, speed - SPEED_STEP);
        double seconds = MILLIS_PER_REPORT / 1e3;
        return new Car(number, newSpeed, metres + newSpeed * METRES_PER_SECOND * seconds, time + MILLIS_PER_REPORT);
    }
}
