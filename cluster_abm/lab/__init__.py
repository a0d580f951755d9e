"""The laboratory: experiments on the model, paired so that they deserve belief."""
