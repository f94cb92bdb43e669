package dev.rollcall.gateway.receive;

/** A connection whose state the test decides. */
final class HandMadePlace implements OpenConnections.Place {

    boolean isEarned;
    long lastByteAt;
    int timesToldToGiveUp;

    @Override
    public boolean isEarned() {
        return isEarned;
    }

    @Override
    public boolean hasSentHead() {
        return true;
    }

    @Override
    public long lastByteAt() {
        return lastByteAt;
    }

    @Override
    public void giveWay() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void giveUpBody() {
        timesToldToGiveUp++;
    }

    @Override
    public void drain() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void abandon() {
        throw new UnsupportedOperationException();
    }
}
