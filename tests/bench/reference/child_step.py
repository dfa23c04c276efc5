#!/usr/bin/env python3
"""One training step of a child network in plain PyTorch, the reference for child_step_bench: the same layers, written as one
usually writes them. Prints seconds per step (median). Usage: child_step.py [--channels-last] [--steps N]
PNASNet-5 cell, 6 cells (N = 2, released layout), F = 24, batch 64 at 32 x 32, one thread: 555,154 parameters."""
import argparse
import statistics
import time

import torch
from torch import nn

BLOCKS = [((0, "sep5"), (0, "max3")), ((1, "sep7"), (1, "max3")), ((1, "sep5"), (1, "sep3")),
          ((4, "sep3"), (1, "max3")), ((0, "sep3"), (1, "id"))]


def relu_conv_bn(inputs, outputs, stride=1):
    return nn.Sequential(nn.ReLU(), nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))


class FactorizedReduction(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.even = nn.Conv2d(inputs, outputs // 2, 1, 2, bias=False)
        self.odd = nn.Conv2d(inputs, outputs - outputs // 2, 1, 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        x = torch.relu(x)
        shifted = nn.functional.pad(x, (0, 1, 0, 1))[:, :, 1:, 1:]
        return self.norm(torch.cat([self.even(x), self.odd(shifted)], 1))


def separable(channels, kernel, stride):
    layers = []
    for s in (stride, 1):
        layers += [nn.ReLU(), nn.Conv2d(channels, channels, kernel, s, kernel // 2, groups=channels, bias=False),
                   nn.Conv2d(channels, channels, 1, bias=False), nn.BatchNorm2d(channels)]
    return nn.Sequential(*layers)


def operation(name, channels, stride):
    if name == "max3":
        return nn.MaxPool2d(3, stride, 1)
    if name == "id":
        return nn.Identity() if stride == 1 else relu_conv_bn(channels, channels, stride)
    return separable(channels, int(name[3:]), stride)


class Cell(nn.Module):
    def __init__(self, before, last, filters, reduction, shrunk):
        super().__init__()
        self.map0 = FactorizedReduction(before, filters) if shrunk else relu_conv_bn(before, filters)
        self.map1 = relu_conv_bn(last, filters)
        self.operations = nn.ModuleList(
            nn.ModuleList(operation(name, filters, 2 if reduction and source < 2 else 1) for source, name in block) for block in BLOCKS)

    def forward(self, before, last):
        nodes = [self.map0(before), self.map1(last)]
        for block, (a, b) in zip(BLOCKS, self.operations):
            nodes.append(a(nodes[block[0][0]]) + b(nodes[block[1][0]]))
        return torch.cat(nodes[2:], 1)


class Network(nn.Module):
    def __init__(self, repeats=2, filters=24, classes=10):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 3 * filters, 3, padding=1, bias=False), nn.BatchNorm2d(3 * filters))
        self.cells = nn.ModuleList()
        before, last, shrunk = 3 * filters, 3 * filters, False
        for i in range(3 * repeats):
            reduction = i in (repeats, 2 * repeats)
            filters *= 2 if reduction else 1
            self.cells.append(Cell(before, last, filters, reduction, shrunk))
            before, last, shrunk = last, filters * len(BLOCKS), reduction
        self.classifier = nn.Linear(last, classes)

    def forward(self, x):
        before = last = self.stem(x)
        for cell in self.cells:
            before, last = last, cell(before, last)
        return self.classifier(torch.relu(last).mean((2, 3)))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--channels-last", action="store_true")
    arguments.add_argument("--steps", type=int, default=7)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    network = Network()
    count = sum(p.numel() for p in network.parameters())
    assert count == 555154, count
    images = torch.rand(64, 3, 32, 32)
    if options.channels_last:
        network, images = network.to(memory_format=torch.channels_last), images.contiguous(memory_format=torch.channels_last)
    labels = torch.arange(64) % 10
    optimizer = torch.optim.SGD(network.parameters(), 0.01, momentum=0.9, weight_decay=5e-4, nesterov=True)
    seconds = []
    for _ in range(options.steps + 2):
        start = time.process_time()
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(images), labels).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5)
        optimizer.step()
        seconds.append(time.process_time() - start)
    print(f"{statistics.median(seconds[2:]):.3f}")


if __name__ == "__main__":
    main()
